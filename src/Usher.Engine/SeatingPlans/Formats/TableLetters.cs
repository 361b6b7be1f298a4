using System.Buffers;
using System.Globalization;
using System.Text;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// How the letters of a table are written that is in no form of Unicode. Spreadsheets write them as their country did
/// before Unicode, and the file does not say which.
/// </summary>
public sealed class TableLetters
{
    // Tables have no control characters but the ends of fields and lines. Code pages leave some bytes undefined, which
    // are read as such.
    private static readonly SearchValues<char> NoLetters = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(char.IsControl).Except("\t\r\n"), '\ufffd',
    ]);

    private readonly Encoding _encoding;

    private TableLetters(string name, string words, int codePage)
    {
        (Name, Words, CodePage) = (name, words, codePage);
        _encoding = CodePagesEncodingProvider.Instance.GetEncoding(
            codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback)!;
    }

    /// <summary>What is taken where nobody says anything: that of Western Europe and America.</summary>
    public static TableLetters Western { get; } = new("windows-1252", "Western European", 1252);

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<TableLetters> All { get; } =
    [
        Western,
        new("windows-1250", "Central European", 1250),
        new("windows-1251", "Cyrillic", 1251),
        new("windows-1253", "Greek", 1253),
        new("windows-1254", "Turkish", 1254),
        new("windows-1257", "Baltic", 1257),
        new("shift_jis", "Japanese", 932),
        new("gb2312", "Simplified Chinese", 936),
        new("ks_c_5601-1987", "Korean", 949),
        new("big5", "Traditional Chinese", 950),
        new("macintosh", "Western European (Mac)", 10000),
    ];

    /// <summary>Its name (IANA).</summary>
    public string Name { get; }

    /// <summary>Whose letters these are.</summary>
    public string Words { get; }

    private int CodePage { get; }

    /// <summary>That of a name in any case; null if there is none.</summary>
    public static TableLetters? Parse(string name) =>
        All.FirstOrDefault(letters => letters.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What spreadsheets in the country of such a reader write.</summary>
    public static TableLetters Of(CultureInfo reader) =>
        All.FirstOrDefault(letters => letters.CodePage == reader.TextInfo.ANSICodePage) ?? Western;

    /// <summary>The text in UTF-8; null if it is not written so.</summary>
    internal byte[]? ToUtf8(ReadOnlySpan<byte> text)
    {
        var read = _encoding.GetString(text);
        return read.AsSpan().ContainsAny(NoLetters) ? null : Encoding.UTF8.GetBytes(read);
    }
}
