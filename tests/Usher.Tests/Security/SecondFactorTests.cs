using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

public sealed class SecondFactorTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task It_is_set_up_at_the_desk_and_asked_for_at_the_next_sign_in()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        var secret = await SecretAsync(person);

        (await TurnOnAsync(person, secret, "000000", TestPeople.Password)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await TurnOnAsync(person, secret, CodeOf(secret), "wrong")).Status.ShouldBe(HttpStatusCode.BadRequest);
        var recovery = RecoveryCodesOf(await TurnOnAsync(person, secret, CodeOf(secret), TestPeople.Password));
        recovery.Count.ShouldBe(10);
        recovery.ShouldBeUnique();
        // Five bits a letter, so that a plain hash is enough: 112 and more (ASVS 6.5.2).
        recovery.ShouldAllBe(code => code.Count(char.IsAsciiLetterOrDigit) * 5 >= 112);

        using var phone = new Organiser(api);
        var asked = (await phone.SignInAsPersonAsync(email)).ShouldBePage(HttpStatusCode.OK);
        asked.Text.ShouldContain("Enter your code");
        phone.Session.ShouldBeNull();
        var ticket = Regex.Match(asked.Text, "name=\"ticket\" value=\"([^\"]+)\"").Groups[1].Value;
        // The code that turned it on was taken.
        (await SendCodeAsync(phone, ticket, CodeOf(secret))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendCodeAsync(phone, "forged", recovery[0])).ShouldRedirect().ShouldBe("/desk/sign-in");
        (await SendCodeAsync(phone, ticket, recovery[0].ToLowerInvariant())).ShouldRedirect().ShouldBe("/desk");
        await phone.OpenAsync("/desk");
        using var thief = new Organiser(api);
        (await SendCodeAsync(thief, ticket, recovery[0])).Text.ShouldContain("This code is not right");
    }

    [Fact]
    public async Task The_api_asks_for_it_and_takes_each_code_once()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        var secret = SecondFactor.MakeSecret();
        // Set up with the code of before, so that the one of now is still to come.
        var codes = await api.Server.Services.GetRequiredService<SecondFactor>().TurnOnAsync(
            id, secret, CodeOf(secret, -30), default);
        codes.ShouldNotBeNull();

        (await api.Server.SignInAsync(email)).ShouldBeProblem(HttpStatusCode.Unauthorized, "code-needed");
        (await SignInAsync(email, "123456")).ShouldBeProblem(HttpStatusCode.Unauthorized, "code-needed");
        (await SignInAsync(email, CodeOf(secret, 30))).Status.ShouldBe(HttpStatusCode.OK);
        (await SignInAsync(email, CodeOf(secret, 30))).ShouldBeProblem(HttpStatusCode.Unauthorized, "code-needed");
    }

    [Fact]
    public async Task Of_the_same_code_many_times_at_once_one_is_taken()
    {
        var (id, _) = await api.Server.AddAsync(Role.Staff);
        var factor = api.Server.Services.GetRequiredService<SecondFactor>();
        var secret = SecondFactor.MakeSecret();
        var recovery = (await factor.TurnOnAsync(id, secret, CodeOf(secret, -30), default))!;
        var code = CodeOf(secret, 30);

        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => factor.IsRightAsync(id, code, default))))
            .Count(right => right).ShouldBe(1);
        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => factor.IsRightAsync(id, recovery[0], default))))
            .Count(right => right).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_finds_the_desk_open_does_not_turn_it_off_by_the_password_alone()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        var secret = await SecretAsync(person);
        var recovery = RecoveryCodesOf(await TurnOnAsync(person, secret, CodeOf(secret), TestPeople.Password));

        foreach (var (password, code) in ((string, string)[])
            [(TestPeople.Password, ""), (TestPeople.Password, "123456"), ("wrong", recovery[0])])
        {
            (await TurnOffAsync(password, code)).ShouldRefuse("The password or the code is wrong");
            // It is still asked for; and a right password is no failure that has to be waited after.
            (await api.Server.SignInAsync(email)).ShouldBeProblem(HttpStatusCode.Unauthorized, "code-needed");
        }

        (await TurnOffAsync(TestPeople.Password, recovery[0])).ShouldRedirect();
        (await api.Server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.OK);

        Task<Answer> TurnOffAsync(string password, string code) => person.Http.PostFormAsync(
            "/desk/account/second-factor/off", [("password", password), ("code", code)]);
    }

    [Fact]
    public async Task A_new_password_of_ones_own_takes_a_code_as_well()
    {
        const string chosen = "granite-mandolin-7-umbrella";
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        (await person.OpenAsync("/desk/account")).Text.ShouldNotContain("id=\"password_code\"");
        var secret = await SecretAsync(person);
        var recovery = RecoveryCodesOf(await TurnOnAsync(person, secret, CodeOf(secret), TestPeople.Password));
        (await person.OpenAsync("/desk/account")).Text.ShouldContain("id=\"password_code\"");

        (await ChangeAsync(TestPeople.Password, "")).ShouldRefuse("The code is wrong");
        (await api.Server.SignInAsync(email)).ShouldBeProblem(HttpStatusCode.Unauthorized, "code-needed");
        (await ChangeAsync(TestPeople.Password, recovery[0])).ShouldRedirect();

        (await api.Server.SignInAsync(email, chosen)).ShouldBeProblem(HttpStatusCode.Unauthorized, "code-needed");

        Task<Answer> ChangeAsync(string password, string code) => person.Http.PostFormAsync(
            "/desk/account/password",
            [("old_password", password), ("code", code), ("password", chosen), ("repeat", chosen)]);
    }

    [Fact]
    public async Task A_new_password_by_a_link_is_no_way_around_it()
    {
        const string chosen = "granite-mandolin-7-umbrella";
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        var secret = await SecretAsync(person);
        (await TurnOnAsync(person, secret, CodeOf(secret), TestPeople.Password)).ShouldBePage(HttpStatusCode.OK);
        var link = (await api.Http.PostNothingAsync(
            $"/api/admin/members/{id}/link", ("X-Api-Key", TestApi.AdminKey))).Field("link");

        using var stranger = new Organiser(api);
        (await stranger.Http.PostFormAsync(
            "/desk/join", [("code", link), ("password", chosen), ("repeat", chosen)])).ShouldRedirect();

        (await api.Server.SignInAsync(email, chosen)).ShouldBeProblem(HttpStatusCode.Unauthorized, "code-needed");
    }

    [Fact]
    public async Task A_lost_one_is_turned_off_by_an_admin()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        var secret = SecondFactor.MakeSecret();
        await api.Server.Services.GetRequiredService<SecondFactor>().TurnOnAsync(id, secret, CodeOf(secret), default);
        using var manager = new Organiser(api);
        (await manager.SignInAsPersonAsync((await api.Server.AddAsync(Role.Admin)).Email)).ShouldRedirect();
        (await manager.OpenAsync($"/desk/team/{id}")).Text.ShouldContain("Turn the second factor off");

        (await manager.Http.PostFormAsync($"/desk/team/{id}/second-factor/off", [])).ShouldRedirect();

        (await api.Server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private Task<Answer> SignInAsync(string email, string otp) => api.Http.PostJsonAsync(
        "/api/auth/token",
        $$"""{ "email": "{{email}}", "password": "{{TestPeople.Password}}", "otp": "{{otp}}" }""");

    private static async Task<string> SecretAsync(Organiser person) => Regex.Match(
        (await person.OpenAsync("/desk/account/second-factor")).Text, "name=\"secret\" value=\"([A-Z2-7]+)\"")
        .Groups[1].Value;

    private static List<string> RecoveryCodesOf(Answer done) =>
    [
        .. Regex.Matches(done.ShouldBePage(HttpStatusCode.OK).Text, "<li>([A-Z2-7-]+)</li>")
            .Select(match => match.Groups[1].Value),
    ];

    private static Task<Answer> TurnOnAsync(Organiser person, string secret, string code, string password) =>
        person.Http.PostFormAsync(
            "/desk/account/second-factor", [("secret", secret), ("code", code), ("password", password)]);

    private static Task<Answer> SendCodeAsync(Organiser person, string ticket, string code) =>
        person.Http.PostFormAsync("/desk/sign-in/code", [("ticket", ticket), ("code", code), ("return", "/desk")]);

    private static string CodeOf(string secret, int seconds = 0) => new Totp(Base32Encoding.ToBytes(secret))
        .ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(seconds));
}
