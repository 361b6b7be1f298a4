using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Usher.Engine.SeatingPlans;

/// <summary>Files of plans as text: spreadsheets and editors write UTF-8 or UTF-16, most with a byte order mark, and
/// older ones Windows-1252.</summary>
public static class PlanText
{
    // Windows-1252 leaves these five undefined, and tables have no control characters but the ends of fields and lines.
    private static readonly SearchValues<byte> NotWindows = SearchValues.Create((byte[])
    [
        0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d,
        .. Enumerable.Range(0, 32).Select(code => (byte)code).Except("\t\r\n"u8.ToArray()),
    ]);

    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The file in UTF-8 without a mark. What has no mark is taken for UTF-8, and may not be.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> file) => file.Span switch
    {
        [0xEF, 0xBB, 0xBF, ..] => file[3..],
        [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, file[2..].ToArray()),
        [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, file[2..].ToArray()),
        _ => file,
    };

    /// <summary>A table in UTF-8 without a mark: also one that a spreadsheet wrote in Windows-1252, or in UTF-16
    /// without a mark.</summary>
    public static ReadOnlyMemory<byte> TableToUtf8(ReadOnlyMemory<byte> file)
    {
        var text = ToUtf8(file);
        if (text.Length != file.Length)
        {
            return text;
        }

        return file.Span switch
        {
            [not 0, 0, not 0, 0, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, file.ToArray()),
            [0, not 0, 0, not 0, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, file.ToArray()),
            var bytes when !Utf8.IsValid(bytes) && !bytes.ContainsAny(NotWindows) =>
                Encoding.Convert(Windows, Encoding.UTF8, file.ToArray()),
            _ => file,
        };
    }

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
