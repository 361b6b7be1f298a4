namespace Usher.SystemTests.Fuzz;

/// <summary>Spoils what surrounds a body: method, address, headers.</summary>
internal static class RequestMutations
{
    private static readonly int[] Unmatched = [404, 405];

    /// <summary>What a header can hold and still be one (RFC 9110 §5.5).</summary>
    public static readonly string[] HeaderTexts =
    [
        "", "x", "a b", "*", "\"", "W/\"1-1\"", "W/\"", "\"a\", \"b\"", ",,,", "\t", "key=1;q=0", "0", "-1", "null",
        "'; drop table bookings; --", "..", new string('k', 255), new string('k', 256), new string('k', 4000), "{}",
        "~!@#$%^&*()",
    ];

    public static readonly string[] ContentTypes =
    [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=\"",
        "application/json; charset=utf-16", "application/json; charset=utf-7", "application/problem+json",
        "application/jsonx", "application/", "/", "",
        "json", "application/json, text/html", "text/json", "application/xml", ";", "application/json;;;=",
    ];

    private static readonly (string Name, string Value)[] Oddities =
    [
        ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Accept", "text/html"),
        ("Accept", "application/xml;q=x"),
        ("Accept-Encoding", "br;q=0, gzip;q=nan"), ("Accept-Encoding", "*"), ("Accept-Encoding", "gzip;q=1e400"),
        ("Range", "bytes=0-0"), ("Range", "bytes=9-1"), ("If-Match", "*"), ("If-None-Match", "*"),
        ("If-None-Match", "\""),
        ("If-Modified-Since", "yesterday"), ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("Expect", "100-continue"), ("Expect", "tea"), ("Cookie", "a=b; a=c; =; ;;"),
        ("Prefer", "respond-async, wait=1e9"),
        ("Authorization", "Bearer x.y.z"), ("Authorization", "Basic !!!"), ("Authorization", "Bearer"),
        ("X-Forwarded-For", "999.1.1.1"), ("X-Forwarded-Proto", "gopher"), ("X-HTTP-Method-Override", "DELETE"),
        ("Forwarded", "for=\"[::1"), ("Origin", "null"), ("Referer", "\\"), ("Connection", "keep-alive, X-Api-Key"),
        ("Connection", "Upgrade"), ("Upgrade", "h2c"), ("Upgrade", "websocket"), ("TE", "trailers"),
        ("Via", "1.1 a, 1.1 b"),
        ("Max-Forwards", "-1"), ("Date", "now"), ("Trailer", "Content-Length"), ("Accept-Language", "*, x-y-z;q=2"),
        ("traceparent", "00-00000000000000000000000000000000-0000000000000000-ff"), ("traceparent", "ff-x"),
        ("baggage", "==;"),
    ];

    private static readonly string[] OtherMethods =
        ["HEAD", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get", "X"];

    private static readonly string[] PathTricks =
        ["%2e%2e/", "../", "%2f", "//", "%5c", "\\", ";", "%00", "%", "%zz", "%ff", "%c0%ae", "/./", "?"];

    public static void Spoil(RequestDraft draft, Dice dice)
    {
        switch (dice.Below(9))
        {
            case 0:
                draft.Method = dice.OneOf(OtherMethods);
                Admit(draft, draft.Method == "HEAD" ? [405] : Unmatched);
                break;
            case 1:
                draft.Target = Wandering(draft.Target, dice);
                draft.MayMeetAnything = true;
                Admit(draft, Unmatched);
                // A page, a form or a file may be there.
                Admit(draft, 200, 301, 302, 303, 307, 308, 400);
                draft.Refusals.UnionWith([400, 414]);
                break;
            case 2:
                var joint = draft.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
                draft.Target += $"{joint}{QueryText(dice)}=1";
                break;
            case 3:
                var part = dice.Of("a=1&", "&", "=", "a[b]=1&");
                draft.Target += "?" + string.Concat(Enumerable.Repeat(part, dice.Of(10, 1100)));
                break;
            default:
                for (var count = dice.Between(1, 3); count > 0; count--)
                {
                    var oddity = dice.OneOf(Oddities);
                    draft.Headers.Insert(dice.Below(draft.Headers.Count + 1), oddity);
                    if (oddity.Name == "Content-Encoding")
                    {
                        Admit(draft, 415);
                    }

                    if (oddity.Value == "Upgrade")
                    {
                        // Who asks for another protocol must not send a body (RFC 9110 §7.8 leaves no place for it).
                        draft.Refusals.Add(400);
                    }
                }

                break;
        }
    }

    /// <summary>A path segment that names nothing, escaped so that it stays one segment.</summary>
    public static string Segment(RequestDraft draft, Dice dice)
    {
        var text = dice.Below(4) switch
        {
            0 => dice.OneOf(HostileTexts.Numbers),
            1 => HostileTexts.Long(dice),
            2 => dice.Of("00000000-0000-0000-0000-000000000000", "{0180-8c3e}", "00000000018080008000000000000001"),
            _ => dice.OneOf(HostileTexts.Texts),
        };
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            draft.Refusals.Add(400);
        }

        // Nothing between the slashes is another address; dots would climb.
        var escaped = Uri.EscapeDataString(text.Trim('.'));
        return escaped.Length == 0 ? "0" : escaped;
    }

    public static string QueryText(Dice dice) => dice.Below(5) switch
    {
        0 => Uri.EscapeDataString(dice.OneOf(HostileTexts.Numbers)),
        1 => Uri.EscapeDataString(HostileTexts.Long(dice)),
        2 => dice.Of("%", "%f", "%zz", "%ff", "%c0%af", "%00", "+", "%u0041", "%ed%a0%80", "a%0d%0ab"),
        _ => Uri.EscapeDataString(dice.OneOf(HostileTexts.Texts)),
    };

    private static string Wandering(string target, Dice dice)
    {
        var at = dice.Below(target.Length);
        return dice.Below(8) switch
        {
            0 => target + "/",
            1 => "/" + target,
            2 => target[..at] + dice.OneOf(PathTricks) + target[at..],
            3 => target.ToUpperInvariant(),
            4 => target + "/" + Uri.EscapeDataString(dice.OneOf(HostileTexts.Texts)),
            5 => "/" + Uri.EscapeDataString(dice.OneOf(HostileTexts.Texts)),
            6 => target[..Math.Max(1, at)],
            _ => "/" + string.Concat(Enumerable.Repeat("a/", dice.Of(10, 1000))),
        };
    }

    private static void Admit(RequestDraft draft, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            draft.Statuses.Add(status);
        }
    }
}
