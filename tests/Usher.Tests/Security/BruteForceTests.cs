using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

public sealed class BruteForceTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Guessing_is_slowed_down_and_the_owner_gets_in_from_elsewhere_at_once()
    {
        await using var server = await ServerAsync();
        var (_, email) = await server.AddAsync(Role.Staff);
        for (var i = 0; i < 3; i++)
        {
            (await server.SignInAsync(email, $"wrong-password-{i}")).ShouldBeProblem(
                HttpStatusCode.Unauthorized, "sign-in-failed");
        }

        var slowed = (await server.SignInAsync(email, "wrong-password-4")).ShouldBeProblem(
            HttpStatusCode.TooManyRequests, "too-many-sign-ins");

        slowed.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        // Even the right one waits here, or a guesser would learn it sooner; elsewhere it opens at once.
        (await server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await FromElsewhereAsync(server, email)).Status.ShouldBe(HttpStatusCode.OK);
        // An account that does not exist is no different.
        for (var i = 0; i < 3; i++)
        {
            (await server.SignInAsync("nobody@example.com", $"wrong-password-{i}")).Status
                .ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await server.SignInAsync("nobody@example.com", "wrong-password-4")).Status
            .ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_password_counts_to_the_last_letter_as_it_is_typed()
    {
        await using var server = await ServerAsync();
        foreach (var typed in (string[])
            [
                $"{TestPeople.Password} ", $" {TestPeople.Password}", TestPeople.Password.ToUpperInvariant(),
                TestPeople.Password[..^1],
            ])
        {
            var (_, email) = await server.AddAsync(Role.Staff);
            using var person = new Organiser(server.Http.BaseAddress!);
            (await server.SignInAsync(email, typed)).Status.ShouldBe(HttpStatusCode.Unauthorized, typed);
            (await person.SignInAsPersonAsync(email, typed)).ShouldBePage(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task The_desk_counts_with_the_api()
    {
        await using var server = await ServerAsync();
        var (_, email) = await server.AddAsync(Role.Staff);
        using var person = new Organiser(server.Http.BaseAddress!);
        await server.SignInAsync(email, "wrong-password-0");
        for (var i = 0; i < 2; i++)
        {
            var page = (await person.SignInAsPersonAsync(email, "wrong")).ShouldBePage(HttpStatusCode.Forbidden);
            page.Text.ShouldContain("The e-mail address or the password is wrong.");
            page.Text.ShouldContain($"value=\"{email}\"");
        }

        var slowed = (await person.SignInAsPersonAsync(email)).ShouldBePage(HttpStatusCode.TooManyRequests);

        slowed.Text.ShouldContain("Too many failed sign-ins. Try again in");
        person.Session.ShouldBeNull();
    }

    [Fact]
    public async Task Who_does_not_exist_may_not_or_has_no_password_is_answered_word_for_word_like_who_mistypes()
    {
        await using var server = await ServerAsync();
        var (disabled, email) = await server.AddAsync(Role.Staff);
        await server.Services.GetRequiredService<People>().DisableAsync(disabled, CancellationToken.None);
        var (_, mistyping) = await server.AddAsync(Role.Staff);
        await server.Services.GetRequiredService<Members>().InviteAsync(
            await server.OrganizationAsync(), new NewPerson("invited@example.com", "Ina", Role.Staff),
            CancellationToken.None);

        var texts = new HashSet<string>(StringComparer.Ordinal);
        (string Email, string Password)[] attempts =
        [
            ("nobody@example.org", "x"), (email, TestPeople.Password), ("invited@example.com", "y"), (mistyping, "x"),
        ];
        foreach (var (who, password) in attempts)
        {
            var answer = await server.SignInAsync(who, password);
            answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
            texts.Add(answer.Text);
        }

        texts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_unknown_address_costs_as_much_time_as_a_known_one()
    {
        var hashes = api.Server.Services.GetRequiredService<PasswordHashes>();
        var hash = await hashes.HashAsync(TestPeople.Password, CancellationToken.None);
        var time = TimeProvider.System;
        var (known, unknown) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            known = Min(known, await TakeAsync(hash));
            unknown = Min(unknown, await TakeAsync(hash: null));
        }

        (unknown / known).ShouldBeInRange(0.5, 2.0);

        async Task<TimeSpan> TakeAsync(string? hash)
        {
            var start = time.GetTimestamp();
            await hashes.VerifyAsync(hash, "wrong", CancellationToken.None);
            return time.GetElapsedTime(start);
        }

        static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    [Fact]
    public async Task A_weak_hash_is_replaced_when_its_password_is_right()
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        var people = api.Server.Services.GetRequiredService<People>();
        var before = (await people.FindAsync(id, CancellationToken.None))!;

        (await api.Server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.OK);
        var after = (await people.FindAsync(id, CancellationToken.None))!;

        after.PasswordHash.ShouldNotBe(before.PasswordHash);
        // Format 3: the number of rounds stands behind the format and the function.
        Convert.FromBase64String(after.PasswordHash!).AsSpan(5, 4).ToArray().ShouldBe([0x00, 0x03, 0x34, 0x50]);
        after.Stamp.ShouldBe(before.Stamp);
        (await api.Server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.OK);
    }

    // Whoever is in front of the server, on this machine, says where a request comes from.
    private Task<TestServer> ServerAsync() => TestServer.StartAsync(
        api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:KnownProxies", "127.0.0.1"),
        ("Http:PublicUrl", "http://tickets.example"));

    private static Task<Answer> FromElsewhereAsync(TestServer server, string email) => server.Http.PostJsonAsync(
        "/api/auth/token", $$"""{ "email": "{{email}}", "password": "{{TestPeople.Password}}" }""",
        ("X-Forwarded-For", "198.51.100.7"));
}
