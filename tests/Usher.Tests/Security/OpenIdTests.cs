using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OtpNet;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>Sign-ins at a provider that speaks the real protocol.</summary>
public sealed class OpenIdTests(TestApi api) : IClassFixture<TestApi>, IAsyncLifetime
{
    private const string Path = OpenIdProvider.SignInPath;

    private OpenIdProvider? _provider;
    private TestServer? _server;

    private OpenIdProvider Provider => _provider!;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        _server = await TestServer.StartAsync(api.Database, Provider.Settings());
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Provider.DisposeAsync();
    }

    [Fact]
    public async Task Who_exists_comes_in_by_the_verified_address_and_then_by_the_account()
    {
        var (id, email) = await Server.AddAsync(Role.Staff);
        var subject = $"subject of {id}";
        Provider.Be(subject, email.ToUpperInvariant(), isVerified: true);
        using var person = new Organiser(Server.Http.BaseAddress!);
        (await person.OpenAsync("/desk/sign-in?with=email")).Text.ShouldContain("Sign in with Example ID");

        var welcome = await OpenIdProvider.ComeAsync(person, "/desk/shows");

        welcome.ShouldBePage(HttpStatusCode.OK).Text.ShouldContain("You are signed in");
        welcome.Message.Headers.GetValues("Refresh").ShouldBe(["1; url=/desk/shows"]);
        (await person.OpenAsync("/desk/account")).Text.ShouldContain(Provider.Address);
        (await SessionsAsync(id)).Count.ShouldBe(1);
        (await person.PostAsync("/desk/sign-out")).ShouldRedirect();
        (await SessionsAsync(id)).ShouldBeEmpty();

        // The address at the provider is another one now, and not even verified: the account is the same.
        Provider.Be(subject, "renamed@example.com", isVerified: false);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.OK);
        (await person.OpenAsync("/desk/account")).Text.ShouldContain(email);
    }

    [Fact]
    public async Task An_address_that_is_not_verified_opens_nothing()
    {
        var (id, email) = await Server.AddAsync(Role.Admin);
        foreach (var verified in (JsonNode?[])[null, false, "false", 1, "", new JsonArray(), new JsonObject()])
        {
            Provider.Be($"unverified {id}", email, verified);
            await ShouldStayOutAsync("is not confirmed at Example ID");
        }

        foreach (var strange in (string?[])[null, "", "x", "a\u0000@example.com", new string('a', 300) + "@b.example"])
        {
            Provider.Be($"unverified {id}", strange, isVerified: true);
            await ShouldStayOutAsync("is not confirmed at Example ID");
        }

        Provider.Be($"verified {id}", email, "true");
        using var person = new Organiser(Server.Http.BaseAddress!);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_is_made_and_whose_access_ended_stays_outside()
    {
        Provider.Be("nobody", "nobody@example.com", isVerified: true);
        await ShouldStayOutAsync("You have no access here");
        (await People.FindAsync("nobody@example.com", default)).ShouldBeNull();

        var (id, email) = await Server.AddAsync(Role.Staff);
        await People.DisableAsync(id, default);
        Provider.Be($"gone {id}", email, isVerified: true);
        await ShouldStayOutAsync("You have no access here");

        await People.EnableAsync(id, default);
        using var person = new Organiser(Server.Http.BaseAddress!);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.OK);
        await People.DisableAsync(id, default);
        await ShouldStayOutAsync("You have no access here");
        (await person.Http.GetPageAsync("/desk/account")).ShouldRedirect();
    }

    [Fact]
    public async Task Another_account_with_the_same_address_is_not_the_same_person()
    {
        var (id, email) = await Server.AddAsync(Role.Staff);
        using var person = new Organiser(Server.Http.BaseAddress!);
        Provider.Be($"first {id}", email, isVerified: true);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.OK);

        Provider.Be($"second {id}", email, isVerified: true);
        await ShouldStayOutAsync("This is another account at Example ID");

        // Until its owner takes the first one away.
        (await person.PostAsync("/desk/account/providers/remove", ("issuer", Provider.Address))).ShouldRedirect();
        using var other = new Organiser(Server.Http.BaseAddress!);
        (await OpenIdProvider.ComeAsync(other)).ShouldBePage(HttpStatusCode.OK);
        Provider.Be($"first {id}", email, isVerified: true);
        await ShouldStayOutAsync("This is another account at Example ID");
    }

    [Fact]
    public async Task Whoever_finds_the_desk_open_does_not_unlink_the_account()
    {
        var (id, email) = await Server.AddAsync(Role.Staff);
        using var person = new Organiser(Server.Http.BaseAddress!);
        Provider.Be($"first {id}", email, isVerified: true);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.OK);
        await using (var command = api.Database.DataSource.CreateCommand(
            "update sessions set created_at = created_at - interval '6 minutes' where person_id = $1"))
        {
            command.Parameters.AddWithValue(id.Value);
            await command.ExecuteNonQueryAsync();
        }

        (await person.PostAsync("/desk/account/providers/remove", ("issuer", Provider.Address)))
            .ShouldRefuse("The password is wrong");
        (await person.OpenAsync("/desk/account")).Text.ShouldContain(Provider.Address);
        (await person.PostAsync(
            "/desk/account/providers/remove", ("issuer", Provider.Address), ("password", TestPeople.Password)))
            .ShouldRedirect();
        (await person.OpenAsync("/desk/account")).Text.ShouldNotContain(Provider.Address);
    }

    [Fact]
    public async Task The_second_factor_is_the_providers_business_unless_an_option_says_so()
    {
        var (id, email) = await Server.AddAsync(Role.Staff);
        var secret = SecondFactor.MakeSecret();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        string CodeAt(int seconds) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(now.AddSeconds(seconds));
        await Server.Services.GetRequiredService<SecondFactor>().TurnOnAsync(id, secret, CodeAt(-30), default);
        Provider.Be($"subject of {id}", email, isVerified: true);
        using var person = new Organiser(Server.Http.BaseAddress!);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.OK)
            .Text.ShouldContain("You are signed in");

        await using var strict = await TestServer.StartAsync(
            api.Database, Provider.Settings(("Auth:OpenIdConnect:AsksSecondFactor", "true")));
        using var other = new Organiser(strict.Http.BaseAddress!);
        var asked = (await OpenIdProvider.ComeAsync(other, "/desk/shows")).ShouldBePage(HttpStatusCode.OK);
        asked.Text.ShouldContain("Enter your code");
        other.Session.ShouldBeNull();
        string Field(string name) => System.Text.RegularExpressions.Regex.Match(
            asked.Text, $"name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value;
        (await other.PostAsync(
            "/desk/sign-in/code", ("ticket", Field("ticket")), ("return", Field("return")), ("code", CodeAt(30))))
            .ShouldRedirect().ShouldBe("/desk/shows");
    }

    [Fact]
    public async Task A_provider_that_is_away_leaves_the_password()
    {
        var (id, email) = await Server.AddAsync(Role.Staff);
        Provider.Be($"subject of {id}", email, isVerified: true);
        using var person = new Organiser(Server.Http.BaseAddress!);
        var callback = await OpenIdProvider.LeaveAsync(person);
        await Provider.DisposeAsync();

        (await person.Http.GetPageAsync(callback)).ShouldBePage(HttpStatusCode.ServiceUnavailable)
            .Text.ShouldContain("There is no answer from Example ID. Your password works as always");
        await using var late = await TestServer.StartAsync(api.Database, Provider.Settings());
        using var other = new Organiser(late.Http.BaseAddress!);
        for (var i = 0; i < 5; i++)
        {
            (await other.Http.GetPageAsync(Path)).ShouldBePage(HttpStatusCode.ServiceUnavailable)
                .Text.ShouldContain("There is no answer from Example ID");
        }

        (await other.OpenAsync("/desk/sign-in?with=email")).Text.ShouldContain("Sign in with Example ID");
        (await other.SignInAsPersonAsync(email)).ShouldRedirect();
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_button_and_no_way()
    {
        using var person = new Organiser(api);
        (await person.OpenAsync("/desk/sign-in?with=email")).Text.ShouldNotContain("Example ID");

        (await person.Http.GetPageAsync(Path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await person.Http.GetPageAsync($"{Path}/callback?code=a&state=b")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Authority", "login.example.com", "Auth__OpenIdConnect__Authority is 'login.example.com'; it must be")]
    [InlineData("Authority", "http://login.example.com", "it must be the https URL of the provider")]
    [InlineData("Authority", "https://login.example.com/?tenant=1", "it must be the https URL of the provider")]
    [InlineData("Authority", "https://me:secret@login.example.com", "it must be the https URL of the provider")]
    [InlineData("Authority", "", "Auth__OpenIdConnect__ClientSecret is set, but not the provider")]
    [InlineData("ClientId", " ", "Auth__OpenIdConnect__ClientId is missing")]
    [InlineData("ClientSecret", "", "Auth__OpenIdConnect__ClientSecret is missing")]
    [InlineData("Name", " ", "Auth__OpenIdConnect__Name must have 1 to 60 characters")]
    [InlineData("TimeoutSeconds", "61", "TimeoutSeconds must be between 1 and 60")]
    public async Task A_wrong_setting_ends_the_start_in_one_line(string name, string value, string words)
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(
            () => TestServer.StartAsync(api.Database, Provider.Settings(($"Auth:OpenIdConnect:{name}", value))));

        refusal.Failures.ShouldHaveSingleItem().ShouldContain(words);
        refusal.Message.ShouldNotContain(OpenIdProvider.Secret);
    }

    private People People => Server.Services.GetRequiredService<People>();

    private async Task<IReadOnlyList<SessionLine>> SessionsAsync(PersonId id) =>
        await Server.Services.GetRequiredService<Sessions>().ListAsync(id, default);

    private async Task ShouldStayOutAsync(string words)
    {
        using var person = new Organiser(Server.Http.BaseAddress!);
        (await OpenIdProvider.ComeAsync(person)).ShouldBePage(HttpStatusCode.Forbidden).Text.ShouldContain(words);
        person.Session.ShouldBeNull();
    }
}
