using System.Globalization;
using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>What forms and addresses of pages carry: what a browser would send, and all that it would not.</summary>
internal static class PageFields
{
    // As Kestrel is set up by HttpLimits: bodies beyond it may be refused before they were sent whole.
    public const int BodyBytesMax = 64 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly string[] OddTypes =
    [
        "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=x",
        "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded;",
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other",
        "multipart/form-data; boundary=\"b", "multipart/mixed; boundary=b", "application/json", "text/plain", "",
    ];

    /// <summary>Names and values, the values percent-encoded.</summary>
    public static List<(string Name, string Value)> Draw(string[] names, KnownThings known, Dice dice)
    {
        var isHostile = dice.Percent(60);
        var fields = names.Where(_ => !isHostile || dice.Percent(85))
            .Select(name => (name, isHostile && dice.Percent(50)
                ? RequestMutations.QueryText(dice)
                : Uri.EscapeDataString(DrawValue(name, known, dice))))
            .ToList();
        if (isHostile && fields.Count > 0 && dice.Percent(10))
        {
            fields.AddRange(Enumerable.Repeat(dice.OneOf(fields), dice.Of(1, 100, 101, 1100)));
        }

        if (isHostile && dice.Percent(10))
        {
            fields.Add((RequestMutations.QueryText(dice), "1"));
        }

        return fields;
    }

    public static string Encode(IEnumerable<(string Name, string Value)> fields) =>
        string.Join('&', fields.Select(field => $"{field.Name}={field.Value}"));

    public static void AddBody(RequestDraft draft, List<(string Name, string Value)> fields, Dice dice)
    {
        var isMultipart = dice.Percent(15);
        draft.Body = isMultipart ? Multipart(fields, dice) : Encoding.Latin1.GetBytes(Encode(fields));
        if (dice.Percent(2))
        {
            draft.Body = dice.Bytes(dice.Of(1, 4096, BodyBytesMax, BodyBytesMax + 1, 3 * BodyBytesMax));
        }

        draft.IsChunked = dice.Percent(15);
        draft.Headers.Add(("Content-Type", dice.Percent(10) ? dice.OneOf(OddTypes)
            : isMultipart ? "multipart/form-data; boundary=b" : FormType));
    }

    private static string DrawValue(string name, KnownThings known, Dice dice) => name switch
    {
        "seat" => dice.Between(1, 60).ToString(CultureInfo.InvariantCulture),
        "seats" => $"{dice.Between(1, 60)},{dice.Between(1, 61)}",
        "count" => dice.Between(0, 12).ToString(CultureInfo.InvariantCulture),
        "part" => dice.Between(0, 3).ToString(CultureInfo.InvariantCulture),
        "key" => dice.Percent(20) ? known.AdminKey : Convert.ToHexStringLower(dice.Bytes(11)),
        PageRequests.FormToken => dice.Percent(90) ? known.DeskForm.Token : Convert.ToHexStringLower(dice.Bytes(20)),
        "email" => dice.Of("", "asha@example.com", "asha@example.com", "asha@example.com "),
        "q" => dice.Of("", "Hamlet", "ham"),
        "from" => dice.Of("", "2027-03-14", "2031-01-01"),
        "return" => dice.Of(
            "/desk", "/desk/x?y=1", "//other.test", "https://other.test", "/\\other.test", "/desk\r\nX: y"),
        _ => "",
    };

    // RFC 7578; now and then it ends too early, or a part has headers that no browser sends.
    private static byte[] Multipart(List<(string Name, string Value)> fields, Dice dice)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            var file = dice.Percent(10) ? "; filename=\"../x\"\r\nContent-Type: text/plain" : "";
            var odd = dice.Percent(5) ? new string('x', 20_000) + ": y\r\n" : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n{odd}\r\n{value}\r\n");
        }

        text.Append("--b--\r\n");
        var bytes = Encoding.Latin1.GetBytes(text.ToString());
        return dice.Percent(25) ? bytes[..dice.Below(bytes.Length)] : bytes;
    }
}
