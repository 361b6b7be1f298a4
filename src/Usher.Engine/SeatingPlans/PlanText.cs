using System.Text;
using System.Text.Unicode;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Engine.SeatingPlans;

/// <summary>Files of plans as text: spreadsheets and editors write UTF-8 or UTF-16, most with a byte order mark, and
/// older ones what <see cref="TableLetters"/> lists.</summary>
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

    /// <summary>A table in UTF-8 without a mark: also one that a spreadsheet wrote in UTF-16 without a mark, or before
    /// Unicode.</summary>
    /// <param name="file">What is in the file.</param>
    /// <param name="letters">How its letters are written if it is not in Unicode.</param>
    /// <param name="isInLetters">Whether they are.</param>
    internal static ReadOnlyMemory<byte> TableToUtf8(
        ReadOnlyMemory<byte> file, TableLetters letters, out bool isInLetters)
    {
        isInLetters = false;
        var text = ToUtf8(file);
        if (text.Length != file.Length)
        {
            return text;
        }

        switch (file.Span)
        {
            case [not 0, 0, not 0, 0, ..]:
                return Encoding.Convert(Encoding.Unicode, Encoding.UTF8, file.ToArray());
            case [0, not 0, 0, not 0, ..]:
                return Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, file.ToArray());
            case var bytes when !Utf8.IsValid(bytes) && letters.ToUtf8(bytes) is { } read:
                isInLetters = true;
                return read;
            default:
                return file;
        }
    }

    /// <summary>What a file is that is no text, by how it begins; null: it may be one.</summary>
    internal static string? OtherFile(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a picture (PNG)",
        [0xff, 0xd8, 0xff, ..] => "a picture (JPEG)",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a picture (GIF)",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "a PDF document",
        [0x1f, 0x8b, ..] => "a compressed file (gzip)",
        _ => null,
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
