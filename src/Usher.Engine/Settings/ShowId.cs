using System.Globalization;

namespace Usher.Engine.Settings;

/// <summary>Names a show.</summary>
/// <param name="Value">As the database numbers it: 1..<see cref="BookingId.ShowIdMax"/>.</param>
public readonly record struct ShowId(long Value)
{
    /// <summary>Reads plain digits; false for anything that cannot be the number of a show.</summary>
    public static bool TryParse(string? text, out ShowId id)
    {
        var isShow = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value is > 0 and <= BookingId.ShowIdMax;
        id = isShow ? new ShowId(value) : default;
        return isShow;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
