using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Pages.Kit;

/// <summary>What every rendered form carries, so that one that is sent twice books once.</summary>
internal static class FormKey
{
    // Of pages that an earlier program has rendered: 16 random bytes in base64url.
    private const int FormerChars = 22;

    /// <summary>A random UUID, as secret as the booking it makes: whoever repeats the form gets that booking.</summary>
    public static string New() => Guid.NewGuid().ToString("D");

    /// <summary>
    /// The idempotency key of a form with these seats. Someone who goes back and chooses others sends another request,
    /// which is no repetition. Null where the form carries no key that one of ours could have.
    /// </summary>
    public static string? For(string? key, IEnumerable<int> seats) => For(
        key, string.Join(',', seats.Order().Select(seat => seat.ToString(CultureInfo.InvariantCulture))));

    /// <summary>The same of a form that brings a plan: another plan, or another name of it, is another request.
    /// </summary>
    public static string? For(string? key, SeatingPlan plan, PlanId? versionOf) =>
        For(key, $"{versionOf} {Hash(PlanJson.Write(plan))}{Hash(PlanJson.WriteExtras(plan))}");

    /// <summary>The same of a form that asks for something else than named seats.</summary>
    public static string? For(string? key, string request) => IsOurs(key)
        ? "form-" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}:{request}")))
        : null;

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    // What somebody made up could be guessed.
    private static bool IsOurs(string? key) =>
        (Guid.TryParseExact(key, "D", out var id) && id != Guid.Empty && id != Guid.AllBitsSet)
        || (key is { Length: FormerChars } && Base64Url.IsValid(key));
}
