using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>What a client writes into an address, a form or a header leads nobody away, and becomes no header.
/// </summary>
public sealed class StrangeTextTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Evil = "evil.example";

    // What programs call an address to go on to.
    private static readonly string[] ReturnNames =
    [
        "return", "returnUrl", "return_url", "ReturnUrl", "returnTo", "next", "url", "redirect", "redirect_uri",
        "continue", "back", "to", "goto", "dest", "callback", "r", "u",
    ];

    private static readonly string[] Elsewhere =
    [
        $"https://{Evil}", $"//{Evil}", $"///{Evil}", $"/\\{Evil}", $"\\\\{Evil}", $"https:{Evil}", $"/\t/{Evil}",
        $"/desk@{Evil}", $"/desk.{Evil}", $"http://{Evil}/desk", $"/desk/\\{Evil}", $"/desk\r\nX-Injected: yes",
        "/desk?a=\r\nX-Injected: yes", "/desk/%0d%0aX-Injected:%20yes\r\n", "javascript:alert(1)", "data:text/html,x",
        "/desk/sign-in?return=//evil.example", "/\u2028/evil.example", "/desk/\u00e9\r\n",
    ];

    [Fact]
    public async Task Who_signs_in_stays_at_the_desk_wherever_the_form_leads()
    {
        using var signedIn = await Organiser.SignedInAsync(api);
        foreach (var target in Elsewhere)
        {
            using var organiser = new Organiser(api);
            ShouldStay(await organiser.SignInAsync(TestApi.AdminKey, target), target).ShouldStartWith("/desk");
            var query = "/desk/sign-in?return=" + Uri.EscapeDataString(target);
            ShouldStay(await signedIn.Http.GetPageAsync(query), target).ShouldStartWith("/desk");
        }
    }

    [Fact]
    public async Task No_address_leads_away_whatever_its_parameters_say()
    {
        var show = await api.Server.CreateShowAsync();
        var booking = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        var query = "?" + string.Join('&', ReturnNames.SelectMany(
            name => Elsewhere.Take(4), (name, target) => $"{name}={Uri.EscapeDataString(target)}"));
        foreach (var (method, path) in RouteWalk.Of(api.Server, show.Id, booking))
        {
            foreach (var key in (string[])["", TestApi.AdminKey])
            {
                (string, string)[] headers = key.Length > 0 ? [("X-Api-Key", key)] : [];
                using var form = method == HttpMethod.Post ? new FormUrlEncodedContent(ReturnNames.Select(
                    name => KeyValuePair.Create(name, $"//{Evil}"))) : null;
                var answer = await api.Http.CallAsync(
                    method, path + query, form, [("Accept", "text/html"), .. headers]);

                ShouldStay(answer, $"{method} {path}");
                answer.Text.ShouldNotContain($"href=\"https://{Evil}", Case.Insensitive, path);
                answer.Text.ShouldNotContain($"href=\"//{Evil}", Case.Insensitive, path);
                answer.Text.ShouldNotContain($"action=\"//{Evil}", Case.Insensitive, path);
            }
        }
    }

    [Fact]
    public async Task No_answer_takes_the_host_of_a_stranger_for_its_own()
    {
        var show = await api.Server.CreateShowAsync();
        var booking = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{booking}/confirm");
        foreach (var (_, path) in RouteWalk.Of(api.Server, show.Id, booking)
            .Where(one => one.Method == HttpMethod.Get))
        {
            foreach (var name in (string[])["Host", "X-Forwarded-Host", "X-Original-Host", "X-Host"])
            {
                var answer = await api.Http.GetPageAsync(path, (name, Evil), ("X-Api-Key", TestApi.AdminKey));

                ((int)answer.Status).ShouldBeLessThan(500, $"{path} {name}");
                answer.Text.ShouldNotContain(Evil, Case.Insensitive, $"{path} {name}");
                answer.Message.Headers.ToString().ShouldNotContain(Evil, Case.Insensitive, $"{path} {name}");
            }
        }
    }

    [Fact]
    public async Task Line_breaks_become_no_header()
    {
        const string Break = "x%0d%0aX-Injected:%20yes%0d%0a%0d%0a";
        var show = await api.Server.CreateShowAsync();
        var query = "?" + string.Join('&', ReturnNames.Append("q").Append("after").Append("filter").Append("stage")
            .Select(name => $"{name}={Break}"));
        foreach (var (method, path) in RouteWalk.Of(api.Server, show.Id, Break))
        {
            var answer = await api.Http.CallAsync(
                method, path + query, content: null, ("Accept", "text/html"), ("X-Api-Key", TestApi.AdminKey));

            ShouldStay(answer, $"{method} {path}");
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\rb\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\0b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: local host\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    public async Task What_is_no_header_is_refused_by_the_server_itself(string request)
    {
        await using var client = await RawClient.OpenAsync(api.Http.BaseAddress!);

        await client.SendAsync(request);

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 400 ");
    }

    /// <summary>It is no error of ours, leads nowhere else, and has no header that was sent.</summary>
    private static string ShouldStay(Answer answer, string where)
    {
        ((int)answer.Status).ShouldBeLessThan(500, $"{where}: {answer.Text}");
        answer.Message.Headers.Contains("X-Injected").ShouldBeFalse(where);
        answer.Message.Content.Headers.Contains("X-Injected").ShouldBeFalse(where);
        answer.Message.Headers.Contains("Set-Cookie").ShouldBe(
            answer.Message.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.All(cookie => cookie.StartsWith("usher-", StringComparison.Ordinal)), where);
        var to = answer.Message.Headers.Location?.OriginalString
            ?? (answer.Message.Headers.TryGetValues("Refresh", out var refresh)
                ? refresh.Single().Split("; url=")[1] : "/");
        to.ShouldMatch(@"^/([^/\\].*)?$", where);
        to.Any(char.IsControl).ShouldBeFalse(where);
        return to;
    }
}
