using System.Globalization;
using Usher.Http.Fields;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Forms;

/// <summary>Whole numbers as forms send them.</summary>
internal static class WholeNumber
{
    /// <summary>The number; null with an error if it is none or out of range.</summary>
    public static int? Read(string text, int least, int most, string field, FieldErrors errors)
    {
        if (int.TryParse(TypedNumber.Whole(text), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        errors.Add(field, string.Create(
            ReaderCulture.Current, $"must be a whole number from {least:N0} to {most:N0}"));
        return null;
    }
}
