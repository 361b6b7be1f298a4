using System.Globalization;

namespace Usher.Engine.Settings;

/// <summary>Names an organization: the tenant that sells shows.</summary>
/// <param name="Value">As the database numbers it, from 1; 0 is nobody's.</param>
public readonly record struct OrganizationId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
