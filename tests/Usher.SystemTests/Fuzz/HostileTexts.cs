using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>Values that parsers, databases and pages have stumbled over.</summary>
internal static class HostileTexts
{
    /// <summary>Numbers as JSON might write them, rightly or not.</summary>
    public static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "-1", "1.0", "1e0", "0.1e1", "1e2", "1.5", "1e400", "-1e400", "1E+999999999", "1e-400",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296", "9007199254740993", "1099511627775",
        "1099511627776", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
        "00", "01", "+1", ".5", "1.", "1e", "--1", "0x10", "1_000", "NaN", "-NaN", "Infinity", "-Infinity", "١",
        "1" + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
    ];

    /// <summary>JSON values of every kind, for the place of another kind.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "false", "\"\"", "\"x\"", "\"1\"", "7", "1.5", "[]", "{}", "[[]]", "[null]", "[{}]",
        "{\"a\":1}",
        "\"null\"", "\"[1]\"", "[1,2,3]", "undefined", "nul", "True", "'x'", "", "/**/1", "[1,]", "{\"a\":1,}", "\"a",
    ];

    public static readonly string[] Texts =
    [
        "", " ", "\t", "\0", "a\0b", "\u0001", "\u007f", "\u0085", "\u2028", "\ufeff", "\ufffe", "\u200b", "\u202e",
        "é", "e\u0301", "ﬀ", "İ", "ß", "漢字", "🎭", "👩‍👩‍👧‍👦", "a@b", "@", "a@", "a@b.c",
        "a@@b.cc", ".a@b.cc", "a@b..cc",
        "a@[127.0.0.1]", "\"a b\"@example.com", "a@example.com\r\nBcc: b@example.com",
        "ä@exämple.com", "🎭@example.com",
        "' or 1=1 --", "'; drop table seats; --", "$1", "%", "%%", "_", "\\", "%s%n", "{0}", "{{}}", "${jndi:ldap://a}",
        "<script>alert(1)</script>", "\"><img src=x>", "../../../etc/passwd", "file:///", "CON", "null", "true", "-1",
        "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2027-02-30T00:00:00Z",
        "2027-03-14T24:00:00Z", "2027-03-14T19:30:60Z", "2027-03-14T19:30:00", "2027-03-14T19:30:00+99:99",
        "8999-12-31T23:59:59-14:00", "+12027-03-14T19:30:00Z", "2027-03-14", "QUEUED", "direct", "EUR", "eur", "€",
    ];

    /// <summary>Strings as JSON might write them, quotes and all, wrong ones among them.</summary>
    public static readonly byte[][] QuotedBytes =
    [
        .. new[]
        {
            "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\"", "\"\\u0000\"", "\"\\u00\"", "\"\\x41\"", "\"\\\"",
            "\"a\nb\"",
            "\"\\ud83c\\udfad\"", "\"\\u0061@example.com\"", "\"\\/\\b\\f\"",
        }.Select(Encoding.UTF8.GetBytes),
        .. InvalidUtf8.Select(bytes => (byte[])[(byte)'"', .. bytes, (byte)'"']),
    ];

    /// <summary>Overlong, surrogates, beyond Unicode, cut off, alone (Unicode 15, table 3-7).</summary>
    public static byte[][] InvalidUtf8 =>
    [
        [0xc0, 0x80], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xed, 0xb0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        [0xf8, 0x88, 0x80, 0x80, 0x80], [0xff], [0xfe], [0x80], [0xe2, 0x82], [0xf0, 0x9f, 0x8e], [0xc3],
    ];

    /// <summary>What no WebSocket client sends (RFC 6455): unmasked, reserved, endless, closing wrongly.</summary>
    public static readonly byte[][] Frames =
    [
        [0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f], [0x8f, 0x80, 1, 2, 3, 4], [0xf1, 0x80, 1, 2, 3, 4],
        [0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4], [0x82, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0x09, 0x80, 1, 2, 3, 4], [0x89, 0xfe, 0x00, 0x7e, 1, 2, 3, 4], [0x80, 0x80, 1, 2, 3, 4],
        [0x88, 0x81, 0, 0, 0, 0, 1], [0x88, 0x82, 0, 0, 0, 0, 0x00, 0x01],
        [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], [0x88, 0x80, 1, 2, 3, 4, 0x81, 0x80, 1],
    ];

    public static string Long(Dice dice) =>
        new(dice.Of('a', 'é', '漢', ' ', '"'), dice.Of(64, 200, 201, 254, 255, 256, 300, 1000, 5000));

    public static byte[] Deep(Dice dice)
    {
        var depth = dice.Of(10, 62, 63, 64, 65, 100, 1000, 10_000, 30_000);
        var (open, close) = dice.Of(("[", "]"), ("{\"a\":", "}"), ("[", ""), ("{\"seat_numbers\":", "}"));
        var text = new StringBuilder();
        text.Insert(0, open, Math.Min(depth, 60_000 / open.Length)).Append('1');
        for (var i = 0; i < depth && close.Length > 0 && text.Length < 64_000; i++)
        {
            text.Append(close);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
