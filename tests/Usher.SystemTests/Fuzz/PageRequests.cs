namespace Usher.SystemTests.Fuzz;

/// <summary>An address for people, with the fields of its form or of its query, and what it may answer.</summary>
internal sealed record PageRoute(string Method, string Path, string[] Fields, int[] Statuses)
{
    public string Name => $"{Method} {Path}";
}

/// <summary>Requests to what the OpenAPI document does not list: the pages and their forms.</summary>
internal sealed class PageRequests(KnownThings known)
{
    private const int RequestLineBytesMax = 8 * 1024 - 40;
    private const int CookieCharsMax = 4096;

    /// <summary>Where whoever knows the key is let in.</summary>
    public const string SignIn = "/desk/sign-in";

    /// <summary>The field of the desk's forms that says that they are its own.</summary>
    public const string FormToken = "form_token";

    /// <summary>
    /// One line a page. <c>{show}</c>, <c>{booking}</c> and <c>{asset}</c> stand for ones that exist, mostly; then
    /// nothing but what is said here may come back.
    /// </summary>
    public static readonly PageRoute[] Routes =
    [
        new("GET", "/", ["q", "from", "after"], [200, 400]),
        new("GET", "/shows/{show}", ["seats", "part"], [200]),
        new("GET", "/shows/{show}/opening.ics", [], [200, 404]),
        new("GET", "/shows/{show}/find", ["count", "category"], [200, 400, 503]),
        new("POST", "/shows/{show}/book", ["seat", "seat", "key"], [303, 400, 403, 409, 503]),
        new("GET", "/bookings", [], [200]),
        new("POST", "/bookings/states", ["ids"], [400, 403]),
        new("GET", "/bookings/{booking}", ["ticket"], [200]),
        new("GET", "/bookings/{booking}/show.ics", ["ticket"], [200, 404]),
        new("GET", "/bookings/{booking}/cancel", [], [200, 303]),
        new("POST", "/bookings/{booking}/cancel", ["key"], [303, 400, 403, 503]),
        new("POST", "/bookings/{booking}/confirm", ["email", "key"], [303, 400, 403, 503]),
        new("POST", "/bookings/{booking}/extend", ["email", "key"], [200, 303, 400, 403, 503]),
        new("GET", "/assets/{asset}", [], [200, 304]),
        new("GET", "/desk", [], [200, 303, 401]),
        new("GET", "/desk/sign-in", ["return"], [200]),
        new("POST", SignIn, ["key", "return", FormToken], [303, 400, 403, 429]),
        new("GET", "/desk/sign-in/passkey", ["return"], [200, 404]),
        new("POST", "/desk/sign-in/passkey", ["credential", "return", FormToken], [400, 403, 404, 429]),
        new("POST", "/desk/sign-out", [FormToken], [303, 400, 403]),
        new("GET", "/desk/join", [], [200]),
        new("POST", "/desk/join", ["code", "password", "repeat", FormToken], [400, 403]),
        new("GET", "/desk/team", [], [200, 303, 401]),
        new("GET", "/desk/api-keys", [], [200, 303, 401]),
        new("GET", "/desk/organization", [], [200, 303, 401]),
        new("GET", "/logo/{any}.png", [], [404]),
        new("GET", "/desk/organization/logo/{any}.png", [], [303, 401, 404]),
        new("POST", "/desk/organization/logo", ["file", FormToken], [303, 400, 401, 403]),
        new("GET", "/desk/tenants", [], [200, 303, 401]),
        new("GET", "/desk/privacy", [], [200, 303, 401]),
        new("POST", "/desk/bookings", ["q", "status", "show", FormToken], [303, 400, 401, 403]),
        new("POST", "/desk/privacy/ask", ["email", FormToken], [200, 303, 400, 401, 403]),
        new("GET", "/desk/account", [], [200, 303, 401]),
        new("GET", "/desk/account/passkeys/new", [], [200, 303, 401]),
    ];

    // Not ours: a viewer of the document.
    private static readonly PageRoute[] Documents =
    [
        new("GET", "/docs", [], [301]),
        new("GET", "/docs/index.html", [], [200, 304]),
        new("GET", "/docs/index.js", [], [200, 304]),
        new("GET", "/openapi/v1.json", [], [200, 304]),
        new("GET", "/openapi/{any}.json", [], [404]),
    ];

    public FuzzRequest Draw(Dice dice)
    {
        var isPage = dice.Percent(90);
        var route = dice.OneOf(isPage ? Routes : Documents);
        var draft = new RequestDraft(route.Method, route.Path) { Statuses = [.. route.Statuses] };
        Fill(draft, "{show}", $"{known.Show(dice)}", dice);
        Fill(draft, "{booking}", known.Booking(dice), dice);
        Fill(draft, "{asset}", known.Asset(dice), dice);
        Fill(draft, "{any}", "any", dice);
        if (route.Fields.Contains(FormToken) && dice.Percent(85))
        {
            draft.Headers.Add(("Cookie", known.DeskForm.Cookie));
        }

        AddHeaders(draft, dice);
        var fields = PageFields.Draw(route.Fields, known, dice);
        if (route.Method == "POST")
        {
            PageFields.AddBody(draft, fields, dice);
        }
        else if (fields.Count > 0)
        {
            draft.Target += "?" + PageFields.Encode(fields);
        }

        if (isPage && dice.Percent(15))
        {
            RequestMutations.Spoil(draft, dice);
        }

        return Finish(route, draft, dice);
    }

    private void AddHeaders(RequestDraft draft, Dice dice)
    {
        draft.Headers.Add(("Accept", dice.Of("text/html", "text/html", "*/*", "application/json", "q=;")));
        switch (dice.Below(12))
        {
            case 0:
                draft.Headers.Add(("Sec-Fetch-Site", dice.Of("same-origin", "none", "cross-site", "")));
                break;
            case 1:
                var origin = dice.Of("null", "http://usher.test", "https://other.test", "http://[", "//", "x:y");
                draft.Headers.Add(("Origin", origin));
                break;
            case 2:
                draft.Headers.Add(("X-Api-Key", dice.Percent(70) ? known.AdminKey : "x"));
                break;
            case 3:
                draft.Headers.Add(("If-None-Match", known.Tag(dice)));
                break;
            case 4:
                var cookie = RequestMutations.QueryText(dice);
                draft.Headers.Add(("Cookie", $"usher-desk={cookie[..Math.Min(cookie.Length, CookieCharsMax)]}"));
                break;
            default:
                break;
        }
    }

    private static FuzzRequest Finish(PageRoute route, RequestDraft draft, Dice dice)
    {
        if (draft.Target.Length > RequestLineBytesMax)
        {
            draft.Refusals.Add(414);
        }

        if (draft.Method != "POST" && route.Method == "POST")
        {
            // There may be a page to read at the address of a form.
            draft.Statuses.UnionWith([200, 303, 404]);
        }

        var body = draft.WholeBody(dice);
        return new FuzzRequest(route.Name, [[.. draft.Head(), .. body]], new Expectation
        {
            Statuses = draft.Statuses,
            Refusals = draft.Refusals,
            MayStaySilent = body.Length > PageFields.BodyBytesMax,
        })
        {
            IsHead = draft.Method == "HEAD",
        };
    }

    private static void Fill(RequestDraft draft, string name, string value, Dice dice)
    {
        if (!draft.Target.Contains(name, StringComparison.Ordinal))
        {
            return;
        }

        var isKnown = dice.Percent(70);
        var text = isKnown ? value : RequestMutations.Segment(draft, dice);
        draft.Target = draft.Target.Replace(name, text, StringComparison.Ordinal);
        // A booking or a script may be made up too, while none is known.
        if (!isKnown || name != "{show}")
        {
            draft.Statuses.Add(404);
        }
    }
}
