using System.Globalization;
using Usher.Engine.Settings;

namespace Usher.Http.Fields;

/// <summary>The id of a show as an address names it.</summary>
public static class ShowIdField
{
    /// <summary>Null where the text is no number of a show, and so names none.</summary>
    public static long? Read(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id is > 0 and <= BookingId.ShowIdMax ? id : null;
}
