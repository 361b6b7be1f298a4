using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>Every route that a server has, asked by another organization's ADMIN for what is not theirs: with the ids
/// of an organization whose every name is a word that must appear in no answer.</summary>
public sealed class TenantAttackTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Word = "Vermilion";
    private const string Buyer = "vermilion-buyer@example.com";

    private static readonly (string, string) Html = ("Accept", "text/html");

    private sealed record Owned(
        Organization Owner, ShowId Show, string Booking, PlanId Plan, Guid Draft, PersonId Person, Guid Key,
        SessionId Session, Guid Passkey);

    [Fact]
    public async Task No_id_of_another_organization_opens_anything_and_nothing_of_it_changes()
    {
        var owned = await OwnedAsync();
        var thief = await api.Server.MakeOrganizationAsync();
        var key = await api.Server.KeyOfAsync(thief);
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync((await api.Server.AddAsync(thief, Role.Admin)).Email)).ShouldRedirect();
        var before = await StateAsync(owned);

        var tried = 0;
        foreach (var route in Routes().Where(one => one.IsPoliced))
        {
            var path = PathOf(route, owned);
            foreach (var answer in (Answer[])
            [
                await CallAsync(api.Http, route, path, key),
                await CallAsync(api.Http, route, path, key, Html),
                .. route.Path.StartsWith("/desk", StringComparison.Ordinal)
                    ? [await CallAsync(person.Http, route, path, Html)]
                    : Array.Empty<Answer>(),
            ])
            {
                answer.Text.ShouldNotContain(Word, Case.Insensitive, $"{route.Method} {path}");
                ((int)answer.Status).ShouldBeLessThan(500, $"{route.Method} {path}");
                if (path != route.Path)
                {
                    IsRefusal(answer, route).ShouldBeTrue($"{route.Method} {path}: {answer.Status} {answer.Text}");
                }
            }

            tried++;
        }

        tried.ShouldBeGreaterThan(70);
        (await StateAsync(owned)).ShouldBe(before);
    }

    [Fact]
    public async Task Under_another_organizations_address_nothing_is_there()
    {
        var owned = await OwnedAsync();
        var other = await api.Server.MakeOrganizationAsync(terms: new OrganizationTerms("Harbour Cinema")
        {
            Host = "harbour.example.com",
        });
        var before = await StateAsync(owned);

        foreach (var route in Routes().Where(one => !one.IsPoliced))
        {
            var path = PathOf(route, owned);
            foreach (var answer in (Answer[])
            [
                await CallAsync(api.Http, route, other.Path + path),
                await CallAsync(api.Http, route, other.Path + path, Html),
                await CallAsync(api.Http, route, path, ("Host", "harbour.example.com")),
            ])
            {
                answer.Text.ShouldNotContain(Word, Case.Insensitive, $"{route.Method} {path}");
                ((int)answer.Status).ShouldBeLessThan(500, $"{route.Method} {path}");
                if (path.Contains($"/{owned.Show}", StringComparison.Ordinal)
                    || path.Contains(owned.Booking, StringComparison.Ordinal))
                {
                    // Live updates are asked for below; without saying how, nobody is told anything.
                    answer.Status.ShouldBeOneOf(
                        route.Path.EndsWith("/live", StringComparison.Ordinal)
                            ? [HttpStatusCode.UpgradeRequired]
                            : route.Method == HttpMethod.Get
                                ? [HttpStatusCode.NotFound]
                                : [HttpStatusCode.NotFound, HttpStatusCode.BadRequest],
                        $"{route.Method} {path}");
                }
            }
        }

        (await api.Http.GetAnswerAsync(
            $"{other.Path}/api/shows/{owned.Show}/live", ("Accept", "text/event-stream")))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await api.Http.PostJsonAsync(
            other.Path + "/api/bookings", $$"""{ "show_id": {{owned.Show}}, "seat_numbers": [2] }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await StateAsync(owned)).ShouldBe(before);
    }

    [Fact]
    public async Task Ids_in_queries_and_bodies_find_nothing_of_another_organization()
    {
        var owned = await OwnedAsync();
        var thief = await api.Server.MakeOrganizationAsync();
        var key = await api.Server.KeyOfAsync(thief);

        foreach (var path in (string[])
        [
            $"/api/admin/audit?show_id={owned.Show}", $"/desk/bookings?show={owned.Show}", "/desk/bookings",
            $"/desk/bookings?q={owned.Booking}", "/desk/bookings?q=vermilion-buyer", "/desk/bookings.csv",
            $"/desk/bookings.csv?q={Uri.EscapeDataString(Buyer)}",
            $"/desk/bookings.csv?show={owned.Show}", $"/desk/shows/new?plan={owned.Plan}", "/desk/shows?past=1",
            "/desk/shows?q=Nights", "/api/admin/shows?q=Vermilion", "/desk?period=day",
        ])
        {
            var answer = await api.Http.GetAnswerAsync(path, key, Html);
            answer.Status.ShouldBe(HttpStatusCode.OK, $"{path} {answer.Text}");
            answer.Text.ShouldNotContain("Vermilion N", Case.Insensitive, path);
            answer.Text.ShouldNotContain("vermilion-buyer@", Case.Insensitive, path);
        }

        // A page of a search says whom it has looked for.
        foreach (var path in (string[])["/desk/bookings", $"/desk/bookings?show={owned.Show}"])
        {
            var search = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?")
                + $"q={Uri.EscapeDataString(Buyer)}";
            (await api.Http.GetAnswerAsync(search, key, Html)).Text.ShouldNotContain(owned.Booking);
            (await api.Http.GetAnswerAsync(search, await api.Server.KeyOfAsync(owned.Owner), Html)).Text
                .ShouldContain(owned.Booking);
        }

        (await api.Http.GetAnswerAsync(
            $"/api/admin/shows/{owned.Show}/bookings?email={Uri.EscapeDataString(Buyer)}", key))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await api.Http.PostJsonAsync(
            "/api/admin/shows",
            $$"""{ "name": "Mine", "start_time": "2999-01-01T00:00:00Z", "plan_id": {{owned.Plan}} }""", key))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("plan_id").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_key_of_another_organization_is_a_stranger_to_its_bookings()
    {
        var owned = await OwnedAsync();
        var other = await api.Server.MakeOrganizationAsync();
        var (stranger, own) = (await api.Server.KeyOfAsync(other), await api.Server.KeyOfAsync(owned.Owner));
        var path = $"/api/bookings/{owned.Booking}";

        (await api.Http.GetAnswerAsync(path, stranger)).Field("user_email").ShouldStartWith("v");
        (await api.Http.GetAnswerAsync(path, stranger)).Field("user_email").ShouldContain("*");
        (await api.Http.GetAnswerAsync(path, own)).Field("user_email").ShouldBe(Buyer);
    }

    [Fact]
    public async Task A_buyer_is_given_out_and_erased_by_each_organization_for_its_own_bookings()
    {
        var (one, other) = (await api.Server.MakeOrganizationAsync(), await api.Server.MakeOrganizationAsync());
        var (theirs, ours) = (
            (await one.AsTenantAsync(() => api.Server.CreateShowAsync())).Id,
            (await other.AsTenantAsync(() => api.Server.CreateShowAsync())).Id);
        var body = $$"""{ "email": "asha{{ours}}@example.com" }""";
        var (gone, kept) = (
            (await api.Http.BookAsync(theirs, [1], $"asha{ours}@example.com")).Field("booking_id"),
            (await api.Http.BookAsync(ours, [1], $"asha{ours}@example.com")).Field("booking_id"));
        var (key, own) = (await api.Server.KeyOfAsync(one), await api.Server.KeyOfAsync(other));
        async Task<string?> ExportAsync((string, string) by) => (await api.Http.PostJsonAsync(
            "/api/admin/privacy/export", body, by)).Json.GetProperty("bookings").EnumerateArray()
            .Select(booking => booking.GetProperty("booking_id").GetString()).SingleOrDefault();

        (await ExportAsync(key)).ShouldBe(gone);
        (await ExportAsync(own)).ShouldBe(kept);
        (await api.Http.PostJsonAsync("/api/admin/privacy/erase", body, key)).Field("erased_bookings").ShouldBe("1");

        (await ExportAsync(key)).ShouldBeNull();
        (await ExportAsync(own)).ShouldBe(kept);
        (await api.Http.GetAnswerAsync($"/api/bookings/{kept}", own)).Field("user_email")
            .ShouldBe($"asha{ours}@example.com");
        (await api.Http.GetAnswerAsync($"/api/bookings/{gone}", key)).Fields.ShouldNotContain("user_email");
    }

    [Fact]
    public async Task An_unknown_id_and_another_organizations_are_answered_alike()
    {
        var owned = await OwnedAsync();
        var key = await api.Server.KeyOfAsync(await api.Server.MakeOrganizationAsync());

        foreach (var path in (string[])["/api/admin/shows/{0}", "/desk/shows/{0}", "/api/admin/shows/{0}/bookings"])
        {
            var theirs = await api.Http.GetAnswerAsync(
                path.Replace("{0}", $"{owned.Show}", StringComparison.Ordinal), key, Html);
            var nobodys = await api.Http.GetAnswerAsync(
                path.Replace("{0}", "987654", StringComparison.Ordinal), key, Html);
            (theirs.Status, Said(theirs)).ShouldBe((HttpStatusCode.NotFound, Said(nobodys)), path);
        }
    }

    [Fact]
    public async Task An_operator_chooses_a_tenant_and_nobody_else_does()
    {
        var owned = await OwnedAsync();
        var thief = await api.Server.MakeOrganizationAsync();
        var key = await api.Server.KeyOfAsync(thief);
        var path = $"/api/admin/shows/{owned.Show}";
        (string, string) chosen = ("Usher-Organization", owned.Owner.Slug);

        (await api.Http.GetAnswerAsync(path, ("X-Api-Key", TestApi.AdminKey), chosen)).Field("name")
            .ShouldBe("Vermilion Nights");
        (await api.Http.GetAnswerAsync(path, ("X-Api-Key", TestApi.AdminKey)))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await api.Http.GetAnswerAsync(path, key, chosen))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
        (await api.Http.GetAnswerAsync(path, ("X-Api-Key", TestApi.AdminKey), ("Usher-Organization", "nowhere")))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
    }

    [Fact]
    public async Task The_same_idempotency_key_is_another_one_in_each_organization()
    {
        var (one, other) = (await api.Server.MakeOrganizationAsync(), await api.Server.MakeOrganizationAsync());
        const string body = """{ "name": "Same", "start_time": "2999-01-01T00:00:00Z", "total_seats": 2 }""";

        async Task<string> MakeAsync(Organization organization) => (await api.Http.PostJsonAsync(
            "/api/admin/shows", body, ("X-Api-Key", TestApi.AdminKey), ("Usher-Organization", organization.Slug),
            ("Idempotency-Key", "the-same"))).Field("id");

        var first = await MakeAsync(one);
        (await MakeAsync(other)).ShouldNotBe(first);
        (await MakeAsync(one)).ShouldBe(first);
    }

    // Each page has a token of its own.
    private static string Said(Answer answer) => FormTokens.Field.Replace(answer.Text, "");

    private static bool IsRefusal(Answer answer, Route route) => answer.Status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Forbidden => true,
        // A form that leads back, or was not even read; that nothing has changed is looked at afterwards. An old
        // address leads to the one that is looked at beside it, and somebody else's passkey to the own ones.
        HttpStatusCode.SeeOther or HttpStatusCode.BadRequest => route.Method != HttpMethod.Get
            || route.Path is "/desk/shows/{id}/hall" or "/desk/account/passkeys/{passkey}/remove",
        _ => false,
    };

    private static Task<Answer> CallAsync(
        HttpClient http, Route route, string path, params (string, string)[] headers) => http.CallAsync(
            route.Method, path,
            route.Body is { } body ? new StringContent(body, Encoding.UTF8, "application/json")
            : route.Method == HttpMethod.Post && route.Path.StartsWith("/desk", StringComparison.Ordinal)
                ? new FormUrlEncodedContent(Form.Select(field => KeyValuePair.Create(field.Key, field.Value)))
            : null,
            headers);

    // What the forms of the desk ask for, so that none is refused for want of it.
    private static readonly Dictionary<string, string> Form = new(StringComparer.Ordinal)
    {
        ["name"] = "Taken",
        ["role"] = "SCANNER",
        ["seats"] = "2",
        ["seat"] = "2",
        ["reason"] = "x",
        ["stage"] = "LEFT",
        ["starts"] = "2999-03-14T19:30",
        ["zone"] = "Europe/London",
        ["from"] = "Here",
        ["to"] = "There",
        ["version"] = "1",
        ["currency"] = "EUR",
        ["price-0"] = "1",
        ["hall"] = "number",
        ["total_seats"] = "5",
        ["days"] = "3",
        ["email"] = "taken@example.com",
        ["old"] = "x",
        ["password"] = "x",
    };

    private async Task<Owned> OwnedAsync()
    {
        var owner = await api.Server.MakeOrganizationAsync(terms: new OrganizationTerms($"{Word} House"));
        var services = api.Server.Services;
        var plan = await owner.AsTenantAsync(() => api.Database.DataSources.StorePlanAsync(
            BlockPlan.Create($"{Word} hall", 2, 10, [5], "Front", "Rear")));
        var show = await owner.AsTenantAsync(() => api.Server.CreateShowAsync(
            NewShow.In(plan, $"{Word} Nights", TestServer.FarOff)));
        var draft = await owner.AsTenantAsync(() => services.GetRequiredService<ShowDrafts>().CreateAsync(
            new ShowDraft { Name = $"{Word} draft", StartsAt = TestServer.FarOff }, CancellationToken.None));
        var booking = await api.Http.BookAsync(show.Id, [1], Buyer);
        booking.Status.ShouldBe(HttpStatusCode.Created, booking.Text);
        var (person, email) = await api.Server.AddAsync(owner, Role.Staff, $"{Word} Vera");
        (await api.Server.SignInAsync(email)).Status.ShouldBe(HttpStatusCode.OK);
        var session = (await services.GetRequiredService<Sessions>().ListAsync(person, CancellationToken.None))[0].Id;
        var key = (await api.Server.MakeKeyAsync(owner.Id, Role.Staff, name: $"{Word} key")).Key.Id;
        var passkey = await PasskeyAsync(person);
        await using var login = api.Database.DataSource.CreateCommand(
            $"insert into provider_logins (issuer, subject, person_id) values ('{Word}', '{person}', '{person}')");
        await login.ExecuteNonQueryAsync();
        return new Owned(
            owner, show.Id, booking.Field("booking_id"), plan.Id!.Value, draft, person, key, session, passkey);
    }

    private async Task<Guid> PasskeyAsync(PersonId person)
    {
        await using var add = api.Database.DataSource.CreateCommand($"""
            insert into passkeys
                (id, person_id, name, credential_id, public_key, sign_count, is_backup_eligible, is_backed_up)
            values (
                gen_random_uuid(), '{person}', '{Word} phone', sha256('{person}'), decode('01', 'hex'), 0, false, false)
            returning id
            """);
        return (Guid)(await add.ExecuteScalarAsync())!;
    }

    // Everything that is the owner's, as text; sessions but for when they were seen.
    private async Task<string> StateAsync(Owned owned)
    {
        var state = new StringBuilder();
        foreach (var (table, where) in ((string, string)[])
        [
            ("organizations", $"id = {owned.Owner.Id}"), ("shows", $"organization_id = {owned.Owner.Id}"),
            ("bookings", $"organization_id = {owned.Owner.Id}"), ("seats", $"show_id = {owned.Show}"),
            ("booking_events", $"show_id = {owned.Show}"), ("show_changes", $"show_id = {owned.Show}"),
            ("show_journeys", $"show_id = {owned.Show}"), ("seating_plans", $"organization_id = {owned.Owner.Id}"),
            ("seating_plan_versions", $"plan_id = {owned.Plan}"),
            ("show_drafts", $"organization_id = {owned.Owner.Id}"),
            ("memberships", $"organization_id = {owned.Owner.Id}"),
            ("people", $"id = '{owned.Person}'"), ("person_links", $"person_id = '{owned.Person}'"),
            ("passkeys", $"person_id = '{owned.Person}'"), ("provider_logins", $"person_id = '{owned.Person}'"),
            ("personal_keys", $"id in (select person_key from bookings where show_id = {owned.Show})"),
            ("personal_data_events", $"organization_id = {owned.Owner.Id}"),
            ("api_keys", $"organization_id = {owned.Owner.Id}"),
            ("idempotency_keys", $"organization_id = {owned.Owner.Id}"),
        ])
        {
            await using var command = api.Database.DataSource.CreateCommand(
                $"select string_agg(t::text, ' ' order by t::text) from {table} t where {where}");
            state.AppendLine($"{table}: {await command.ExecuteScalarAsync()}");
        }

        await using var sessions = api.Database.DataSource.CreateCommand(
            $"select string_agg(id::text || coalesce(ended_at::text, ''), ' ' order by id) from sessions "
            + $"where organization_id = {owned.Owner.Id}");
        return state.AppendLine($"{await sessions.ExecuteScalarAsync()}").ToString();
    }

    private sealed record Route(HttpMethod Method, string Path, bool IsPoliced, string? Body);

    private IEnumerable<Route> Routes() =>
        from route in api.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let isPoliced = route.Metadata.GetMetadata<IAllowAnonymous>() is null
        let pattern = "/" + route.RoutePattern.RawText!.Trim('/')
        // Whoever signs out is not asked for anybody's things, and signs in to nothing here.
        where !pattern.StartsWith("/desk/sign-", StringComparison.Ordinal) && pattern != "/desk/join"
            && pattern != "/desk/account/end-others"
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
            ?? ["GET"]
        where method is not ("HEAD" or "CONNECT")
        select new Route(
            new HttpMethod(method), pattern, isPoliced, route.Metadata.GetMetadata<BodyDoc>()?.Example);

    private static string PathOf(Route route, Owned owned) => route.Path
        .Replace("shows/new/{id}", $"shows/new/{owned.Draft:D}", StringComparison.Ordinal)
        .Replace("shows/{id}", $"shows/{owned.Show}", StringComparison.Ordinal)
        .Replace("bookings/{id}", $"bookings/{owned.Booking}", StringComparison.Ordinal)
        .Replace("plans/{id}", $"plans/{owned.Plan}", StringComparison.Ordinal)
        .Replace("members/{id}", $"members/{owned.Person}", StringComparison.Ordinal)
        .Replace("team/{id}", $"team/{owned.Person}", StringComparison.Ordinal)
        .Replace("api-keys/{id}", $"api-keys/{owned.Key:D}", StringComparison.Ordinal)
        .Replace("{session}", $"{owned.Session.Value:D}", StringComparison.Ordinal)
        .Replace("{passkey}", $"{owned.Passkey:D}", StringComparison.Ordinal)
        .Replace("{version}", "1", StringComparison.Ordinal)
        .Replace("{step}", "show", StringComparison.Ordinal)
        .Replace("{slug}", owned.Owner.Slug, StringComparison.Ordinal);
}
