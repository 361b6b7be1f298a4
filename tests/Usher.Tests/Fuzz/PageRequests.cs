namespace Usher.Tests.Fuzz;

/// <summary>An address for people, with the fields of its form if it takes one, and what it may answer.</summary>
internal sealed record PageRoute(string Method, string Path, string[] Fields, int[] Statuses);

/// <summary>Requests to what the OpenAPI document does not list: the pages and their forms.</summary>
internal sealed class PageRequests(KnownThings known)
{
    /// <summary>One line a page. <c>{show}</c> and <c>{booking}</c> stand for ones that exist, mostly.</summary>
    private static readonly PageRoute[] Routes =
    [
        new("GET", "/docs", [], [301]),
        new("GET", "/docs/index.html", [], [200]),
        new("GET", "/docs/index.js", [], [200]),
        new("GET", "/openapi/v1.json", [], [200]),
        new("GET", "/openapi/{any}.json", [], [404]),
    ];

    private static readonly string[] FormTypes =
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b", "multipart/form-data", "application/json", "text/plain", "",
    ];

    public FuzzRequest Draw(Dice dice)
    {
        var route = dice.OneOf(Routes);
        var draft = new RequestDraft(route.Method, route.Path) { Statuses = [.. route.Statuses] };
        Fill(draft, "{show}", $"{known.Show(dice)}", dice);
        Fill(draft, "{booking}", known.Booking(dice), dice);
        Fill(draft, "{any}", "any", dice);
        draft.Headers.Add(("Accept", dice.Of("text/html", "text/html", "*/*", "application/json", "q=;")));
        if (route.Fields.Length > 0)
        {
            draft.Headers.Add(("Content-Type", dice.OneOf(FormTypes)));
            draft.Body = System.Text.Encoding.Latin1.GetBytes(string.Join('&', route.Fields
                .Where(_ => dice.Percent(85)).Select(field => $"{field}={RequestMutations.QueryText(dice)}")));
        }

        var bytes = (byte[])[.. draft.Head(), .. draft.WholeBody(dice)];
        return new FuzzRequest($"{route.Method} {route.Path}", [bytes], new Expectation
        {
            Statuses = draft.Statuses,
            Refusals = draft.Refusals,
        });
    }

    private static void Fill(RequestDraft draft, string name, string value, Dice dice)
    {
        if (draft.Target.Contains(name, StringComparison.Ordinal))
        {
            var text = dice.Percent(70) ? value : RequestMutations.Segment(draft, dice);
            draft.Statuses.Add(404);
            draft.Refusals.Add(414);
            draft.Target = draft.Target.Replace(name, text, StringComparison.Ordinal);
        }
    }
}
