using Usher.Engine.Database;

namespace Usher.Engine.Idempotency;

/// <summary>A key by which an answer is kept: two organizations may use the same one.</summary>
/// <param name="Organization">Whose it is; null: the default organization's.</param>
/// <param name="Text">As its sender chose it.</param>
internal readonly record struct ReplyKey(OrganizationId? Organization, string Text)
{
    /// <summary>The key of a request that comes in the name of the tenant.</summary>
    public static ReplyKey Of(RepeatableRequest request) => new(Tenant.Current, request.Key);
}
