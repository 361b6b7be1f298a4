using System.Text;
using System.Text.Unicode;

namespace Usher.Engine.SeatingPlans;

/// <summary>Files of plans as text: spreadsheets and editors write UTF-8 or UTF-16, most with a byte order mark.
/// </summary>
public static class PlanText
{
    /// <summary>The file in UTF-8 without a mark. What has no mark is taken for UTF-8, and may not be.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> file) => file.Span switch
    {
        [0xEF, 0xBB, 0xBF, ..] => file[3..],
        [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, file[2..].ToArray()),
        [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, file[2..].ToArray()),
        _ => file,
    };

    /// <summary>What is wrong with the letters of a file, and in which line; null: they are UTF-8.</summary>
    public static PlanProblem? Problem(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            return null;
        }

        var line = 1;
        foreach (var rest in utf8.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(utf8[rest]))
            {
                break;
            }

            line++;
        }

        return new PlanProblem($"line {line}", "this is not UTF-8, so some letters cannot be read; save it as UTF-8");
    }
}
