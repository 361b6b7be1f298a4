using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>Answers of devices that somebody made up, changed, took from elsewhere or sends once more.</summary>
public sealed class PasskeyAttackTests(TestApi api) : IClassFixture<TestApi>, IAsyncLifetime
{
    private const string Path = PasskeyCalls.SignInPath;

    private static readonly (string, string)[] Patient =
    [
        ("Auth:AdminKey", TestApi.AdminKey), ("Auth:SignInAttemptsPerAccount", "1000"),
        ("Auth:SignInAttemptsPerClient", "10000"),
    ];

    private TestServer? _server;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(api.Database, Patient);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Theory]
    [InlineData("origin")]
    [InlineData("scheme")]
    [InlineData("port")]
    [InlineData("frame")]
    [InlineData("site")]
    [InlineData("challenge")]
    [InlineData("type")]
    [InlineData("nobody there")]
    [InlineData("nobody verified")]
    [InlineData("another person")]
    [InlineData("nobody")]
    public async Task What_is_signed_must_be_true(string lie)
    {
        var (passkey, _) = await AddAsync();
        using var thief = Server.ByName();
        Lie(passkey, lie, (await Server.AddAsync(Role.Admin)).Id.ToString());

        (await thief.SignInWithPasskeyAsync(passkey)).ShouldBePage(HttpStatusCode.Forbidden);

        thief.Session.ShouldBeNull();
        passkey.Dispose();
    }

    [Fact]
    public async Task Another_key_under_the_same_name_opens_nothing()
    {
        var (passkey, _) = await AddAsync();
        using var forged = new SoftPasskey
        {
            Id = passkey.Id,
            Handle = passkey.Handle,
            Origin = passkey.Origin,
            Count = 9,
        };
        using var thief = Server.ByName();

        (await thief.SignInWithPasskeyAsync(forged)).ShouldBePage(HttpStatusCode.Forbidden);
        thief.Session.ShouldBeNull();
        (await thief.SignInWithPasskeyAsync(passkey)).ShouldRedirect();
        passkey.Dispose();
    }

    [Fact]
    public async Task An_answer_is_good_once_and_in_the_browser_that_was_asked()
    {
        var (passkey, _) = await AddAsync();
        using var owner = Server.ByName();
        using var bare = Server.ByName();
        using var thief = Server.ByName();
        var page = (await owner.Http.GetPageAsync(Path)).ShouldBePage(HttpStatusCode.OK);
        var cookie = page.Message.Headers.GetValues("Set-Cookie").Single(
            value => value.StartsWith("usher-desk-passkey=", StringComparison.Ordinal)).Split(';')[0];
        var credential = passkey.Get(page.PasskeyOptions());

        (await bare.PostAsync(Path, ("credential", credential))).ShouldBePage(HttpStatusCode.Forbidden);
        (await owner.PostAsync(Path, ("credential", credential))).ShouldRedirect();
        // Even with the cookie: the device does not count, so nothing but the challenge is against it.
        (await thief.Http.PostFormAsync(Path, [("credential", credential)], ("Cookie", cookie)))
            .ShouldBePage(HttpStatusCode.Forbidden).Text.ShouldContain("This passkey was not accepted");
        thief.Session.ShouldBeNull();
        passkey.Dispose();
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_opens()
    {
        var (passkey, _) = await AddAsync();
        passkey.Origin = "http://localhost";
        var (options, cookie) = await AskAsync(Server);
        var credential = passkey.Get(options);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CheckAsync(Server, credential, cookie)));

        outcomes.Count(outcome => outcome is SignInOutcome.Right).ShouldBe(1);
        passkey.Dispose();
    }

    [Fact]
    public async Task A_counter_that_stands_still_or_goes_back_is_a_copy_and_is_warned_of()
    {
        var (passkey, _) = await AddAsync();
        passkey.Origin = "http://localhost";
        var log = new RecordedLog<PasskeySignIn>();
        var checks = ActivatorUtilities.CreateInstance<PasskeySignIn>(Server.Services, log);
        // A device that does not count says 0 with each.
        (await SignInAsync(0)).ShouldBeOfType<SignInOutcome.Right>();
        (await SignInAsync(0)).ShouldBeOfType<SignInOutcome.Right>();
        (await SignInAsync(7)).ShouldBeOfType<SignInOutcome.Right>();
        log.Lines.ShouldBeEmpty();

        foreach (var count in (uint[])[7, 6, 1, 0])
        {
            (await SignInAsync(count)).ShouldBeOfType<SignInOutcome.Wrong>($"{count}");
        }

        log.Lines.Count(line => line.StartsWith("Warning: A passkey of person", StringComparison.Ordinal)).ShouldBe(4);
        (await SignInAsync(uint.MaxValue)).ShouldBeOfType<SignInOutcome.Right>();
        passkey.Dispose();

        async Task<SignInOutcome> SignInAsync(uint count)
        {
            passkey.Count = count;
            var (options, cookie) = await AskAsync(Server);
            return await checks.CheckAsync(passkey.Get(options), ContextOf(Server, "localhost", cookie));
        }
    }

    [Fact]
    public async Task What_was_made_for_one_session_is_not_added_in_another()
    {
        var (id, email) = await Server.AddAsync(Role.Staff);
        using var owner = Server.ByName();
        using var thief = Server.ByName();
        using var passkey = Server.NewPasskey();
        (await owner.SignInAsPersonAsync(email)).ShouldRedirect();
        (await thief.SignInAsPersonAsync((await Server.AddAsync(Role.Staff)).Email)).ShouldRedirect();
        var asked = await owner.PostAsync($"{PasskeyCalls.OwnPath}/new", ("name", "Phone"));
        var cookie = asked.Message.Headers.GetValues("Set-Cookie").Single(
            value => value.StartsWith("usher-desk-passkey=", StringComparison.Ordinal)).Split(';')[0];
        (string, string)[] fields = [("name", "Phone"), ("credential", passkey.Create(asked.PasskeyOptions()))];

        (await thief.Http.PostFormAsync(PasskeyCalls.OwnPath, fields, ("Cookie", cookie)))
            .ShouldBePage(HttpStatusCode.BadRequest);
        // A challenge for an addition signs nobody in.
        using var stranger = Server.ByName();
        (await stranger.Http.PostFormAsync(Path, fields, ("Cookie", cookie))).ShouldBePage(HttpStatusCode.Forbidden)
            .Text.ShouldContain("This passkey was not accepted");
        (await PasskeysAsync(id)).ShouldBeEmpty();
        (await owner.PostAsync(PasskeyCalls.OwnPath, fields)).ShouldRedirect();
        (await owner.Http.PostFormAsync(PasskeyCalls.OwnPath, fields, ("Cookie", cookie)))
            .ShouldBePage(HttpStatusCode.BadRequest);
        (await PasskeysAsync(id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_device_that_lies_is_not_added()
    {
        var (id, email) = await Server.AddAsync(Role.Staff);
        using var person = Server.ByName();
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        foreach (var lie in (string[])
            ["origin", "scheme", "port", "frame", "site", "challenge", "type", "nobody there", "nobody verified"])
        {
            using var passkey = Server.NewPasskey();
            Lie(passkey, lie, "");

            (await person.AddPasskeyAsync(passkey)).ShouldBePage(HttpStatusCode.BadRequest);
        }

        (await PasskeysAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Garbage_is_refused_and_nothing_else_happens()
    {
        var (passkey, email) = await AddAsync();
        // Each attempt is another client's, so that none has to wait.
        await using var server = await TestServer.StartAsync(
            api.Database, [.. Patient, ("Http:KnownProxies", "127.0.0.1"), ("AllowedHosts", "localhost")]);
        using var thief = server.ByName();
        using var person = server.ByName();
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        var client = 0;
        foreach (var garbage in Garbage(passkey))
        {
            await thief.Http.GetPageAsync(Path);
            (await thief.Http.PostFormAsync(
                Path, [("credential", garbage)], ("X-Forwarded-For", $"198.51.100.{++client}"))).Status
                .ShouldBe(HttpStatusCode.Forbidden, garbage);
            (await person.PostAsync($"{PasskeyCalls.OwnPath}/new", ("name", "x"))).ShouldBePage(HttpStatusCode.OK);
            (await person.PostAsync(PasskeyCalls.OwnPath, ("name", "x"), ("credential", garbage))).Status
                .ShouldBe(HttpStatusCode.BadRequest, garbage);
        }

        thief.Session.ShouldBeNull();
        passkey.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00%ff")]
    public async Task A_challenge_that_was_made_up_is_none(string cookie)
    {
        var (passkey, _) = await AddAsync();
        using var thief = Server.ByName();

        (await thief.Http.PostFormAsync(
            Path, [("credential", passkey.Get("""{ "challenge": "AAAA" }"""))],
            ("Cookie", $"usher-desk-passkey={cookie}"))).ShouldBePage(HttpStatusCode.Forbidden);
        thief.Session.ShouldBeNull();
        passkey.Dispose();
    }

    [Fact]
    public async Task Guessing_is_slowed_down_for_whoever_guesses()
    {
        await using var server = await TestServer.StartAsync(api.Database, ("Auth:AdminKey", TestApi.AdminKey));
        using var stranger = server.NewPasskey();
        using var thief = server.ByName();
        stranger.Handle = Guid.NewGuid().ToString();
        for (var i = 0; i < 3; i++)
        {
            (await thief.SignInWithPasskeyAsync(stranger)).ShouldBePage(HttpStatusCode.Forbidden);
        }

        var slowed = (await thief.SignInWithPasskeyAsync(stranger)).ShouldBePage(HttpStatusCode.TooManyRequests);

        slowed.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        slowed.Text.ShouldContain("Too many failed sign-ins. Try again in");
    }

    [Theory]
    [InlineData("https://tickets.example.com", "tickets.example.com", true)]
    [InlineData("http://tickets.example.com", "tickets.example.com", false)]
    [InlineData("https://tickets.example.com:8443", "tickets.example.com", false)]
    [InlineData("https://evil.tickets.example.com", "tickets.example.com", false)]
    [InlineData("https://tickets.example.com.evil.example", "tickets.example.com", false)]
    [InlineData("https://tickets.example.com", "example.com", false)]
    [InlineData("https://evil.example", "evil.example", false)]
    public async Task The_public_address_is_the_origin_whatever_the_request_says(string origin, string site, bool opens)
    {
        var (passkey, _) = await AddAsync();
        await using var server = await TestServer.StartAsync(
            api.Database, [.. Patient, ("Http:PublicUrl", "https://tickets.example.com")]);
        (passkey.Origin, passkey.Site) = (origin, site);
        var (options, cookie) = await AskAsync(server, "evil.example");
        JsonNode.Parse(options)!["rpId"]!.GetValue<string>().ShouldBe("tickets.example.com");

        var outcome = await CheckAsync(server, passkey.Get(options), cookie, "evil.example");

        (outcome is SignInOutcome.Right).ShouldBe(opens);
        passkey.Dispose();
    }

    [Fact]
    public async Task A_name_that_a_client_made_up_asks_for_nothing()
    {
        var checks = Server.Services.GetRequiredService<PasskeySignIn>();
        foreach (var host in (string[])["evil.example", "127.0.0.1", "[::1]", "localhost.evil.example"])
        {
            (await checks.AskAsync(ContextOf(Server, host, cookie: null))).ShouldBeNull(host);
        }
    }

    private static IEnumerable<string> Garbage(SoftPasskey passkey)
    {
        var good = passkey.Get("""{ "challenge": "AAAA" }""");
        yield return "";
        yield return "x";
        yield return "null";
        yield return "[]";
        yield return "{}";
        yield return "\"\\ud800\"";
        yield return """{ "id": "\ud800" }""";
        yield return new string('[', 2_000);
        yield return new string('a', PasskeySignIn.CredentialCharsMax + 1);
        yield return good[..^20];
        yield return good + good;
        foreach (var name in (string[])["id", "type", "response", "clientExtensionResults"])
        {
            foreach (var value in (JsonNode?[])[null, 1, "!!", new JsonArray(), new JsonObject()])
            {
                var changed = JsonNode.Parse(good)!;
                changed[name] = value;
                yield return changed.ToJsonString();
            }
        }

        foreach (var name in (string[])["clientDataJSON", "authenticatorData", "signature", "userHandle"])
        {
            foreach (var value in (JsonNode?[])[null, 1, "!!", "", "AA", new string('A', 4_000), new JsonArray()])
            {
                var changed = JsonNode.Parse(good)!;
                changed["response"]![name] = value;
                changed["response"]!["attestationObject"] = value?.DeepClone();
                yield return changed.ToJsonString();
            }
        }
    }

    private static void Lie(SoftPasskey passkey, string lie, string anotherPerson)
    {
        switch (lie)
        {
            case "origin":
                passkey.Origin = "http://evil.example";
                break;
            case "scheme":
                passkey.Origin = passkey.Origin.Replace("http:", "https:", StringComparison.Ordinal);
                break;
            case "port":
                passkey.Origin = "http://localhost:1";
                break;
            case "frame":
                passkey.IsCrossOrigin = true;
                break;
            case "site":
                passkey.Site = "evil.example";
                break;
            case "challenge":
                passkey.Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
                break;
            case "type":
                passkey.Type = "payment.get";
                break;
            case "nobody there":
                passkey.IsPresent = false;
                break;
            case "nobody verified":
                passkey.IsVerified = false;
                break;
            case "another person":
                passkey.Handle = anotherPerson;
                break;
            default:
                passkey.Handle = "' or 1=1 --";
                break;
        }
    }

    private async Task<(SoftPasskey Passkey, string Email)> AddAsync()
    {
        var (_, email) = await Server.AddAsync(Role.Staff);
        var passkey = Server.NewPasskey();
        using var person = Server.ByName();
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        (await person.AddPasskeyAsync(passkey)).ShouldRedirect();
        return (passkey, email);
    }

    private static async Task<(string Options, string Cookie)> AskAsync(TestServer server, string host = "localhost")
    {
        var context = ContextOf(server, host, cookie: null);
        var options = await server.Services.GetRequiredService<PasskeySignIn>().AskAsync(context);
        return (options.ShouldNotBeNull(), context.Response.Headers.SetCookie.ToString().Split(';')[0]);
    }

    private static Task<SignInOutcome> CheckAsync(
        TestServer server, string credential, string cookie, string host = "localhost") =>
        server.Services.GetRequiredService<PasskeySignIn>().CheckAsync(
            credential, ContextOf(server, host, cookie));

    private static DefaultHttpContext ContextOf(TestServer server, string host, string? cookie)
    {
        var context = new DefaultHttpContext { RequestServices = server.Services };
        context.Request.Scheme = "http";
        context.Request.Host = new HostString(host);
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        if (cookie is not null)
        {
            context.Request.Headers.Cookie = cookie;
        }

        return context;
    }

    private async Task<IReadOnlyList<PasskeyLine>> PasskeysAsync(PersonId id) =>
        await Server.Services.GetRequiredService<Passkeys>().ListAsync(id, default);
}
