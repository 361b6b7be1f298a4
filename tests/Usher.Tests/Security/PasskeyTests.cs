using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

public sealed class PasskeyTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task It_is_added_by_name_signs_its_owner_in_and_is_removed()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var passkey = api.Server.NewPasskey();
        using var second = api.Server.NewPasskey();
        using var person = await SignedInAsync(email);

        (await person.AddPasskeyAsync(passkey, "Blue phone")).ShouldRedirect().ShouldBe("/desk/account?done=passkey");
        (await person.AddPasskeyAsync(second, "Key")).ShouldRedirect();
        var account = (await person.OpenAsync("/desk/account")).Text;
        account.ShouldContain("Blue phone");
        account.ShouldContain("never");

        using var phone = api.Server.ByName();
        (await phone.Http.GetPageAsync("/desk/sign-in")).Text.ShouldContain("Sign in with a passkey");
        (await phone.SignInWithPasskeyAsync(passkey)).ShouldRedirect().ShouldBe("/desk/shows");
        (await phone.OpenAsync("/desk/account")).Text.ShouldContain(email);
        (await SessionsAsync(id)).Count.ShouldBe(2);
        // And a session it is like any other.
        (await phone.PostAsync("/desk/sign-out")).ShouldRedirect();
        (await SessionsAsync(id)).Count.ShouldBe(1);

        var lines = await PasskeysAsync(id);
        lines.Select(line => line.Name).ShouldBe(["Blue phone", "Key"]);
        lines[0].LastUsedAt.ShouldNotBeNull();
        (await person.OpenAsync($"{PasskeyCalls.OwnPath}/{lines[0].Id}/remove")).Text.ShouldContain("Blue phone");
        (await person.PostAsync($"{PasskeyCalls.OwnPath}/{lines[0].Id}/remove")).ShouldRedirect();

        (await phone.SignInWithPasskeyAsync(passkey)).ShouldBePage(HttpStatusCode.Forbidden);
        phone.Session.ShouldBeNull();
        (await phone.SignInWithPasskeyAsync(second)).ShouldRedirect();
    }

    [Fact]
    public async Task After_a_new_password_it_still_opens_the_account_and_the_page_says_so()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        using var passkey = api.Server.NewPasskey();
        using var person = await SignedInAsync(email);
        using var thief = api.Server.ByName();
        (await person.AddPasskeyAsync(passkey, "Blue phone")).ShouldRedirect();
        (await thief.SignInWithPasskeyAsync(passkey)).ShouldRedirect();
        const string warning = "Your passkeys still open your account";
        (await person.OpenAsync("/desk/account")).Text.ShouldNotContain(warning);
        const string chosen = "granite-mandolin-7-umbrella";

        var done = (await person.PostAsync(
            "/desk/account/password",
            ("old_password", TestPeople.Password), ("password", chosen), ("repeat", chosen))).ShouldRedirect();

        var page = (await person.OpenAsync(done)).Text;
        page.ShouldContain("signed out everywhere else");
        page.ShouldContain(warning);
        page.ShouldContain("href=\"#passkeys\"");
        page.ShouldContain("aria-label=\"Remove Blue phone\"");
        (await thief.Http.GetPageAsync("/desk/account")).ShouldRedirect();
        (await thief.SignInWithPasskeyAsync(passkey)).ShouldRedirect();

        using var without = await SignedInAsync((await api.Server.AddAsync(Role.Staff)).Email);
        (await without.OpenAsync(done)).Text.ShouldNotContain(warning);
    }

    [Fact]
    public async Task It_counts_as_both_factors()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var passkey = api.Server.NewPasskey();
        using var person = await SignedInAsync(email);
        (await person.AddPasskeyAsync(passkey)).ShouldRedirect();
        var secret = SecondFactor.MakeSecret();
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        (await api.Server.Services.GetRequiredService<SecondFactor>().TurnOnAsync(id, secret, code, default))
            .ShouldNotBeNull();

        using var other = api.Server.ByName();
        (await other.SignInAsPersonAsync(email)).ShouldBePage(HttpStatusCode.OK).Text.ShouldContain("Enter your code");
        (await other.SignInWithPasskeyAsync(passkey)).ShouldRedirect().ShouldBe("/desk/shows");
    }

    [Fact]
    public async Task Whoever_finds_the_desk_open_adds_and_removes_none()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var passkey = api.Server.NewPasskey();
        using var person = await SignedInAsync(email);
        (await person.AddPasskeyAsync(passkey)).ShouldRedirect();
        var remove = $"{PasskeyCalls.OwnPath}/{(await PasskeysAsync(id))[0].Id}/remove";
        await AgeAsync(id);

        (await person.OpenAsync($"{PasskeyCalls.OwnPath}/new")).Text.ShouldContain("name=\"password\"");
        (await person.PostAsync($"{PasskeyCalls.OwnPath}/new", ("name", "Thief"))).ShouldRefuse("password is wrong");
        (await person.PostAsync(remove, ("password", "wrong"))).ShouldRefuse("The password is wrong");
        (await PasskeysAsync(id)).Count.ShouldBe(1);

        (await person.PostAsync($"{PasskeyCalls.OwnPath}/new", ("name", "Mine"), ("password", TestPeople.Password)))
            .ShouldBePage(HttpStatusCode.OK).PasskeyOptions().ShouldContain("challenge");
        (await person.PostAsync(remove, ("password", TestPeople.Password))).ShouldRedirect();
        (await PasskeysAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_has_a_second_factor_adds_none_without_its_code_however_new_the_session()
    {
        var path = $"{PasskeyCalls.OwnPath}/new";
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var person = await SignedInAsync(email);
        (await person.OpenAsync(path)).Text.ShouldNotContain("name=\"code\"");
        var secret = SecondFactor.MakeSecret();
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        var recovery = (await api.Server.Services.GetRequiredService<SecondFactor>().TurnOnAsync(
            id, secret, code, default)).ShouldNotBeNull();

        (await person.OpenAsync(path)).Text.ShouldContain("name=\"code\"");
        (await person.PostAsync(path, ("name", "Thief"))).ShouldRefuse("The code is wrong");
        // It turned the factor on, and is taken once.
        (await person.PostAsync(path, ("name", "Thief"), ("code", code))).ShouldRefuse("The code is wrong");
        (await person.PostAsync(path, ("name", "Mine"), ("code", recovery[0])))
            .ShouldBePage(HttpStatusCode.OK).PasskeyOptions().ShouldContain("challenge");

        await AgeAsync(id);
        (await person.PostAsync(path, ("name", "Thief"), ("code", recovery[1]))).ShouldRefuse("The password is wrong");
        (await person.PostAsync(path, ("name", "Mine"), ("password", TestPeople.Password), ("code", recovery[1])))
            .ShouldBePage(HttpStatusCode.OK).PasskeyOptions().ShouldContain("challenge");
        (await PasskeysAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_removes_somebody_elses_and_an_admin_removes_all()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var passkey = api.Server.NewPasskey();
        using var person = await SignedInAsync(email);
        (await person.AddPasskeyAsync(passkey)).ShouldRedirect();
        using var manager = await SignedInAsync((await api.Server.AddAsync(Role.Admin)).Email);

        var path = $"{PasskeyCalls.OwnPath}/{(await PasskeysAsync(id))[0].Id}/remove";
        (await manager.Http.GetPageAsync(path)).ShouldRedirect().ShouldBe("/desk/account");
        await manager.PostAsync(path);
        (await PasskeysAsync(id)).Count.ShouldBe(1);

        (await manager.OpenAsync($"/desk/team/{id}")).Text.ShouldContain("Remove all passkeys");
        (await manager.PostAsync($"/desk/team/{id}/passkeys/remove")).ShouldRedirect();
        (await PasskeysAsync(id)).ShouldBeEmpty();
        (await manager.OpenAsync($"/desk/team/{id}")).Text.ShouldNotContain("Remove all passkeys");
    }

    [Fact]
    public async Task Whose_access_ended_stays_outside()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var passkey = api.Server.NewPasskey();
        using var person = await SignedInAsync(email);
        (await person.AddPasskeyAsync(passkey)).ShouldRedirect();
        await api.Server.Services.GetRequiredService<People>().DisableAsync(id, default);

        using var phone = api.Server.ByName();
        (await phone.SignInWithPasskeyAsync(passkey)).ShouldBePage(HttpStatusCode.Forbidden)
            .Text.ShouldContain("This passkey was not accepted");
        phone.Session.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_name_the_site_has_none()
    {
        using var person = new Organiser(api);
        (await person.Http.GetPageAsync("/desk/sign-in?with=email")).Text.ShouldNotContain("passkey");
        (await person.Http.GetPageAsync(PasskeyCalls.SignInPath)).ShouldBePage(HttpStatusCode.NotFound);
        (await person.SignInAsPersonAsync((await api.Server.AddAsync(Role.Staff)).Email)).ShouldRedirect();

        (await person.OpenAsync("/desk/account")).Text.ShouldNotContain("Add a passkey");
        (await person.PostAsync($"{PasskeyCalls.OwnPath}/new", ("name", "Phone")))
            .ShouldRefuse("was not opened by one");
    }

    [Fact]
    public async Task A_name_must_be_one_and_the_same_device_is_added_once()
    {
        using var passkey = api.Server.NewPasskey();
        using var person = await SignedInAsync((await api.Server.AddAsync(Role.Staff)).Email);
        foreach (var name in (string[])["", " ", new string('x', 101), "\u202Eenohp", "\u200B"])
        {
            (await person.PostAsync($"{PasskeyCalls.OwnPath}/new", ("name", name)))
                .ShouldBePage(HttpStatusCode.BadRequest).Text.ShouldContain("id=\"name-error\"");
        }

        (await person.AddPasskeyAsync(passkey, "<b>&\"")).ShouldRedirect();
        (await person.Http.GetPageAsync("/desk/account")).Text.ShouldContain("&lt;b&gt;&amp;");
        var asked = await person.PostAsync($"{PasskeyCalls.OwnPath}/new", ("name", "Again"));
        // The browser is told which it has; a device that makes it again all the same is refused.
        asked.PasskeyOptions().ShouldContain("excludeCredentials\":[{");
        (await person.PostAsync(
            PasskeyCalls.OwnPath, ("name", "Again"), ("credential", passkey.Create(asked.PasskeyOptions()))))
            .ShouldBePage(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nobody_has_more_than_twenty()
    {
        var (id, _) = await api.Server.AddAsync(Role.Staff);
        var passkeys = api.Server.Services.GetRequiredService<Passkeys>();
        for (byte i = 0; i <= Passkeys.PerPersonMax; i++)
        {
            byte[] credential = [.. id.Value.ToByteArray(), i];
            (await passkeys.AddAsync(
                id, $"{i}", new Passkey(credential, [1], 0, [], IsBackupEligible: false, IsBackedUp: false), default))
                .ShouldBe(i < Passkeys.PerPersonMax);
        }
    }

    [Fact]
    public async Task Its_pages_say_what_to_do_without_scripts()
    {
        using var person = api.Server.ByName();
        var page = (await person.Http.GetPageAsync(PasskeyCalls.SignInPath)).ShouldBePage(HttpStatusCode.OK);

        page.Text.ShouldContain("<p class=\"no-script\">Passkeys need scripts, and your browser runs none here.");
        page.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var cookie = page.Message.Headers.GetValues("Set-Cookie").Single(
            value => value.StartsWith("usher-desk-passkey=", StringComparison.Ordinal));
        cookie.ShouldContain("; path=/desk; samesite=strict; httponly");
    }

    private async Task<Organiser> SignedInAsync(string email)
    {
        var person = api.Server.ByName();
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        return person;
    }

    // The person has signed in a while ago.
    private async Task AgeAsync(PersonId id)
    {
        await using var command = api.Database.DataSource.CreateCommand(
            "update sessions set created_at = created_at - interval '6 minutes' where person_id = $1");
        command.Parameters.AddWithValue(id.Value);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyList<PasskeyLine>> PasskeysAsync(PersonId id) =>
        await api.Server.Services.GetRequiredService<Passkeys>().ListAsync(id, default);

    private async Task<IReadOnlyList<SessionLine>> SessionsAsync(PersonId id) =>
        await api.Server.Services.GetRequiredService<Sessions>().ListAsync(id, default);
}
