using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>Answers that are not the provider's, not for this server, not for this browser, or not for the first time.
/// </summary>
public sealed class OpenIdAttackTests(TestApi api) : IClassFixture<TestApi>, IAsyncLifetime
{
    private const string Path = OpenIdProvider.SignInPath;
    private const string DidNotWork = "The sign-in did not work";

    private OpenIdProvider? _provider;
    private TestServer? _server;
    private PersonId _victim;

    private OpenIdProvider Provider => _provider!;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        _server = await TestServer.StartAsync(
            api.Database,
            Provider.Settings(("Auth:SignInAttemptsPerAccount", "1000"), ("Auth:SignInAttemptsPerClient", "10000")));
        (_victim, var email) = await Server.AddAsync(Role.Operator);
        Provider.Be($"subject of {_victim}", email, isVerified: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Provider.DisposeAsync();
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("no nonce")]
    [InlineData("audience")]
    [InlineData("no audience")]
    [InlineData("issuer")]
    [InlineData("no issuer")]
    [InlineData("no subject")]
    [InlineData("expired")]
    [InlineData("no expiry")]
    [InlineData("not yet")]
    public async Task What_the_token_says_must_be_for_this_server_now(string what)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Provider.Payload = payload =>
        {
            var (name, value) = what switch
            {
                "nonce" => ("nonce", JsonValue.Create("of another question")),
                "audience" => ("aud", JsonValue.Create("another-client")),
                "issuer" => ("iss", JsonValue.Create("https://evil.example")),
                "expired" => ("exp", JsonValue.Create(now - 120)),
                "not yet" => ("nbf", (JsonNode?)JsonValue.Create(now + 200)),
                _ => (what[3..] switch
                {
                    "nonce" => "nonce",
                    "audience" => "aud",
                    "issuer" => "iss",
                    "subject" => "sub",
                    _ => "exp",
                }, null),
            };
            payload.Remove(name);
            if (value is not null)
            {
                payload[name] = value;
            }
        };

        await ShouldFailAsync();

        Provider.BeHonest();
        using var person = new Organiser(Server.Http.BaseAddress!);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task A_token_that_nobody_signed_is_none(string algorithm)
    {
        Provider.Header = header => header["alg"] = algorithm;
        Provider.Sign = (header, payload) => $"{header}.{payload}.";
        await ShouldFailAsync();

        Provider.Header = header =>
        {
            header["alg"] = algorithm;
            header.Remove("kid");
        };
        await ShouldFailAsync();
    }

    [Theory]
    [InlineData(OpenIdProvider.KeyId)]
    [InlineData("another")]
    [InlineData(null)]
    [InlineData("../../etc/passwd")]
    public async Task Another_key_signs_nothing_whichever_name_it_takes(string? kid)
    {
        using var other = RSA.Create(2048);
        Provider.Header = header => header["kid"] = kid;
        Provider.Sign = (header, payload) => OpenIdProvider.SignWith(other, $"{header}.{payload}");

        await ShouldFailAsync();
    }

    [Fact]
    public async Task Neither_the_secret_nor_the_public_key_is_a_password_of_a_symmetric_algorithm()
    {
        Provider.Header = header => header["alg"] = "HS256";
        foreach (var secret in (string[])[OpenIdProvider.Secret, Provider.PublicKeyPem])
        {
            Provider.Sign = (header, payload) => $"{header}.{payload}." + System.Buffers.Text.Base64Url.EncodeToString(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{header}.{payload}")));

            await ShouldFailAsync();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("{0}")]
    [InlineData("{0}.{1}")]
    [InlineData("{0}.{1}.AAAA")]
    [InlineData("{1}.{0}.AAAA")]
    [InlineData("{0}.{1}.{0}.{1}.{0}")]
    public async Task A_mutilated_token_is_none(string form)
    {
        Provider.Sign = (header, payload) => string.Format(CultureInfo.InvariantCulture, form, header, payload);

        await ShouldFailAsync();
    }

    [Fact]
    public async Task A_token_of_megabytes_is_none()
    {
        Provider.Payload = payload => payload["padding"] = new string('A', 2_000_000);

        await ShouldFailAsync();
    }

    [Fact]
    public async Task An_answer_is_good_once_and_in_the_browser_that_left()
    {
        using var person = new Organiser(Server.Http.BaseAddress!);
        using var thief = new Organiser(Server.Http.BaseAddress!);
        var away = await person.Http.GetPageAsync(Path);
        var cookies = string.Join("; ", away.Message.Headers.GetValues("Set-Cookie").Select(one => one.Split(';')[0]));
        cookies.ShouldContain("usher-openid-state.");
        cookies.ShouldContain("usher-openid-nonce.");
        away.Message.Headers.GetValues("Set-Cookie").ShouldAllBe(one =>
            one.Contains("; samesite=lax; httponly", StringComparison.Ordinal)
            && one.Contains("; path=/desk;", StringComparison.Ordinal));
        var callback = (await person.Http.GetPageAsync(away.Message.Headers.Location!.ToString()))
            .Message.Headers.Location!.ToString();

        // The address alone, as from a log or a history, is nothing.
        (await thief.Http.GetPageAsync(callback)).ShouldBePage(HttpStatusCode.Forbidden).Text.ShouldContain(DidNotWork);
        (await person.Http.GetPageAsync(callback)).ShouldBePage(HttpStatusCode.OK);
        (await person.Http.GetPageAsync(callback)).ShouldBePage(HttpStatusCode.Forbidden);
        using var late = new Organiser(Server.Http.BaseAddress!);
        (await late.Http.GetPageAsync(callback, ("Cookie", cookies))).ShouldBePage(HttpStatusCode.Forbidden)
            .Text.ShouldContain(DidNotWork);
        late.Session.ShouldBeNull();
    }

    [Fact]
    public async Task A_code_of_one_browser_is_nothing_in_another_ones_sign_in()
    {
        using var person = new Organiser(Server.Http.BaseAddress!);
        using var thief = new Organiser(Server.Http.BaseAddress!);
        var stolen = HttpUtility.ParseQueryString(new Uri(await OpenIdProvider.LeaveAsync(person)).Query)["code"];
        var own = new UriBuilder(await OpenIdProvider.LeaveAsync(thief));
        var query = HttpUtility.ParseQueryString(own.Query);
        query["code"] = stolen;
        own.Query = query.ToString();

        // PKCE: the provider wants what only the browser that asked can prove.
        (await thief.Http.GetPageAsync(own.Uri.ToString())).ShouldBePage(HttpStatusCode.Forbidden)
            .Text.ShouldContain(DidNotWork);
        thief.Session.ShouldBeNull();
    }

    [Theory]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    public async Task A_link_on_another_site_leads_to_the_button_and_no_further(string fetchSite, bool isSent)
    {
        var answer = await Server.Http.GetPageAsync($"{Path}?return=%2Fdesk%2Fshows", ("Sec-Fetch-Site", fetchSite));

        if (isSent)
        {
            answer.Message.Headers.Location!.ToString().ShouldStartWith($"{Provider.Address}/authorize?");
        }
        else
        {
            answer.ShouldRedirect().ShouldBe("/desk/sign-in?return=%2Fdesk%2Fshows");
        }
    }

    // Or it could have another one's tokens believed (OpenID Connect Discovery §4.3).
    [Fact]
    public async Task A_document_that_says_it_is_another_issuers_is_not_gone_by()
    {
        Provider.Issuer = "https://evil.example";
        await ShouldSendNobodyAsync();

        Provider.Issuer = $"{Provider.Address}/";
        await using var later = await TestServer.StartAsync(api.Database, Provider.Settings());
        (await later.Http.GetPageAsync(Path)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Where_the_document_is_said_to_have_gone_nobody_looks()
    {
        Provider.HasMoved = true;
        await ShouldSendNobodyAsync();
    }

    private async Task ShouldSendNobodyAsync()
    {
        var page = (await Server.Http.GetPageAsync(Path)).ShouldBePage(HttpStatusCode.ServiceUnavailable);
        page.Text.ShouldContain(DidNotWork);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/desk\r\nX-Injected: yes")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/desk/sign-in/openid")]
    public async Task The_way_back_stays_at_the_desk(string url)
    {
        using var person = new Organiser(Server.Http.BaseAddress!);

        var welcome = (await OpenIdProvider.ComeAsync(person, url)).ShouldBePage(HttpStatusCode.OK);

        welcome.Message.Headers.GetValues("Refresh").ShouldBe(["1; url=/desk"]);
        welcome.Text.ShouldNotContain("evil.example");
        welcome.Message.Headers.Contains("X-Injected").ShouldBeFalse();
    }

    [Fact]
    public async Task The_provider_is_told_an_address_of_this_server_whatever_the_request_says()
    {
        var away = await Server.Http.GetPageAsync(Path, ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"));

        var query = HttpUtility.ParseQueryString(away.Message.Headers.Location!.Query);
        query["redirect_uri"].ShouldBe($"{Server.Http.BaseAddress}desk/sign-in/openid/callback");
        query["code_challenge_method"].ShouldBe("S256");
        query["scope"].ShouldBe("openid email");
        away.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=x")]
    [InlineData("?state=x")]
    [InlineData("?code=x&state=x")]
    [InlineData("?code=x&code=y&state=x&state=y")]
    [InlineData("?error=access_denied")]
    [InlineData("?error=access_denied&state=x")]
    [InlineData("?error=%3Cscript%3E&error_description=%0d%0a&error_uri=javascript:x&state=%00")]
    [InlineData("?id_token=a.b.c&state=x")]
    [InlineData("?access_token=x")]
    [InlineData("?iss=https://evil.example&code=x&state=x")]
    public async Task Garbage_from_nowhere_is_a_page(string query)
    {
        using var thief = new Organiser(Server.Http.BaseAddress!);

        var page = (await thief.Http.GetPageAsync($"{Path}/callback{query}")).ShouldBePage(HttpStatusCode.Forbidden);

        page.Text.ShouldContain(DidNotWork);
        page.Text.ShouldNotContain("<script>");
        (await thief.Http.PostFormAsync($"{Path}/callback", [("code", "x"), ("state", "x")]))
            .Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Whoever_says_no_at_the_provider_is_told_that_nothing_came_of_it()
    {
        using var person = new Organiser(Server.Http.BaseAddress!);
        var state = HttpUtility.ParseQueryString(new Uri(await OpenIdProvider.LeaveAsync(person)).Query)["state"]!;

        (await person.Http.GetPageAsync(
            $"{Path}/callback?error=access_denied&state={Uri.EscapeDataString(state)}"))
            .ShouldBePage(HttpStatusCode.Forbidden).Text.ShouldContain(DidNotWork);
        person.Session.ShouldBeNull();
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var server = await TestServer.StartAsync(api.Database, Provider.Settings());
        using var thief = new Organiser(server.Http.BaseAddress!);
        for (var i = 0; i < 3; i++)
        {
            (await thief.Http.GetPageAsync($"{Path}/callback?code=x&state={i}")).Status
                .ShouldBe(HttpStatusCode.Forbidden);
        }

        var slowed = (await thief.Http.GetPageAsync($"{Path}/callback?code=x&state=x"))
            .ShouldBePage(HttpStatusCode.TooManyRequests);

        slowed.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    private async Task ShouldFailAsync()
    {
        using var person = new Organiser(Server.Http.BaseAddress!);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.Forbidden)
            .Text.ShouldContain(DidNotWork);
        person.Session.ShouldBeNull();
        (await Server.Services.GetRequiredService<ProviderLogins>().ListAsync(_victim, default)).ShouldBeEmpty();
    }
}
