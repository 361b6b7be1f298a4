using System.Globalization;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Forms;

/// <summary>How long seats are held, as people write it: "10" minutes, "1:30" or "1.5".</summary>
internal static class HoldTime
{
    private const int MinuteSeconds = 60;

    // Enough for the longest hold; nothing longer can overflow.
    private const int CharsMax = 7;

    // A third digit would be a thousand as some write it.
    private const int DecimalPlacesMax = 2;

    /// <summary>"10", "1:30"; empty: as the server has it.</summary>
    public static string Write(int? seconds) => seconds switch
    {
        null => "",
        int all when all % MinuteSeconds == 0 => string.Create(CultureInfo.InvariantCulture, $"{all / MinuteSeconds}"),
        int all => string.Create(CultureInfo.InvariantCulture, $"{all / MinuteSeconds}:{all % MinuteSeconds:00}"),
    };

    /// <summary>The seconds; null if it is empty, or with an error.</summary>
    public static int? Read(string text, string field, FieldErrors errors)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (SecondsOf(text) is >= 1 and <= ShowLimits.HoldSecondsMax and var seconds)
        {
            return seconds;
        }

        errors.Add(field, string.Create(
            ReaderCulture.Current,
            $"must be 0:01 (one second) to {ShowLimits.HoldSecondsMax / MinuteSeconds:N0} minutes, such as 10, ")
            + "or 1:30 with seconds");
        return null;
    }

    private static int? SecondsOf(string text) => text.Length > CharsMax ? null : text.Split(':') switch
    {
        [var minutes, { Length: 2 } seconds] when IsWhole(minutes, out var whole) && IsWhole(seconds, out var rest)
            && rest < MinuteSeconds => (whole * MinuteSeconds) + rest,
        [var minutes] when decimal.TryParse(
            minutes.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number.Scale <= DecimalPlacesMax && decimal.IsInteger(number * MinuteSeconds)
            => (int)(number * MinuteSeconds),
        _ => null,
    };

    private static bool IsWhole(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
