using System.Globalization;

namespace Usher.Engine.Settings;

/// <summary>Names a stored seating plan; together with a version, from 1, it names seats that never change.</summary>
/// <param name="Value">As the database numbers it, from 1.</param>
public readonly record struct PlanId(long Value)
{
    /// <summary>Reads plain digits.</summary>
    public static bool TryParse(string? text, out PlanId id)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new PlanId(value);
        return isNumber;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
