using System.Net;
using System.Text;
using System.Text.Json;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Privacy;

/// <summary>Exports and erasures through the API and at the desk.</summary>
public sealed class PrivacyContractTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task A_person_is_exported_and_erased_once_for_a_key_and_staff_may_not()
    {
        var show = (await api.Server.CreateShowAsync()).Id;
        var email = $"asha{show}@example.com";
        var id = (await api.Http.BookAsync(show, [1, 2], email)).Field("booking_id");
        await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm");
        var body = JsonSerializer.Serialize(new { email });
        var staff = ("X-Api-Key", (await api.Server.MakeKeyAsync(Role.Staff)).Secret);
        foreach (var path in new[] { "/api/admin/privacy/export", "/api/admin/privacy/erase" })
        {
            (await api.Http.PostJsonAsync(path, body, staff)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        var export = await api.Http.PostJsonAsync("/api/admin/privacy/export", body, Key);
        export.Status.ShouldBe(HttpStatusCode.OK, export.Text);
        export.Message.Headers.CacheControl!.ToString().ShouldBe("no-store");
        export.Json.GetProperty("is_complete").GetBoolean().ShouldBeTrue();
        var booking = export.Json.GetProperty("bookings").EnumerateArray().ShouldHaveSingleItem();
        (booking.GetProperty("booking_id").GetString(), booking.GetProperty("user_email").GetString(),
            booking.GetProperty("status").GetString()).ShouldBe((id, email, "CONFIRMED"));
        booking.GetProperty("events").GetArrayLength().ShouldBe(2);

        var once = await EraseAsync(body, "erase-1");
        var twice = await EraseAsync(body, "erase-1");
        once.Field("erased_bookings").ShouldBe("1");
        twice.Text.ShouldBe(once.Text);
        (await EraseAsync(body, "erase-2")).Field("erased_bookings").ShouldBe("0");
        (await EraseAsync("""{ "email": "bo@example.com" }""", "erase-1")).ShouldBeProblem(
            HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        var shown = await api.Http.GetAnswerAsync($"/api/bookings/{id}", Key);
        (shown.Field("status"), shown.Fields.Contains("user_email")).ShouldBe(("CONFIRMED", false));
        (await api.Http.PostJsonAsync("/api/admin/privacy/export", body, Key)).Json
            .GetProperty("bookings").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{ "email": "asha" }""")]
    [InlineData("""{}""")]
    [InlineData("""{ "email": 5 }""")]
    public async Task What_is_no_address_is_refused_by_field(string body)
    {
        foreach (var path in new[] { "/api/admin/privacy/export", "/api/admin/privacy/erase" })
        {
            (await api.Http.PostJsonAsync(path, body, Key))
                .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("email").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task The_answer_that_is_kept_for_a_cancellation_has_neither_address_nor_note()
    {
        var show = (await api.Server.CreateShowAsync()).Id;
        var id = (await api.Http.BookAsync(show, [1], $"asha{show}@example.com")).Field("booking_id");

        var answer = await api.Http.PostJsonAsync(
            $"/api/admin/bookings/{id}/cancel",
            $$"""{ "reason": "Note {{show}}", "public_reason": "Sorry {{show}}" }""", Key,
            ("Idempotency-Key", "cancel-1"));

        (answer.Field("user_email"), answer.Field("public_reason")).ShouldBe(("a***@example.com", $"Sorry {show}"));
        await using var kept = api.Database.DataSource.CreateCommand(
            "select string_agg(encode(body, 'escape'), '') from idempotency_keys");
        var texts = (string)(await kept.ExecuteScalarAsync())!;
        texts.ShouldContain("cancelled_by");
        texts.ShouldNotContain($"asha{show}");
        texts.ShouldNotContain($"Note {show}");
        texts.ShouldNotContain($"Sorry {show}");
    }

    [Fact]
    public async Task What_staff_wrote_is_on_no_page_and_in_no_answer_once_its_buyer_is_erased()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = (await api.Server.CreateShowAsync()).Id;
        var email = $"asha{show}@example.com";
        var id = (await api.Http.BookAsync(show, [1], email)).Field("booking_id");
        await api.Http.PostJsonAsync(
            $"/api/admin/bookings/{id}/cancel", """{ "reason": "A note", "public_reason": "We are sorry" }""", Key);
        string[] paths =
        [
            $"/desk/bookings/{id}", $"/desk/bookings?show={show}", $"/desk/bookings.csv?show={show}", $"/bookings/{id}",
            $"/api/bookings/{id}", $"/api/admin/shows/{show}/bookings", $"/api/admin/audit?show_id={show}",
        ];
        (await TextsAsync()).Count(text => text.Contains("A note") || text.Contains("We are sorry")).ShouldBe(6);
        var export = await api.Http.PostJsonAsync(
            "/api/admin/privacy/export", JsonSerializer.Serialize(new { email }), Key);
        export.Text.ShouldContain("\"note\":\"A note\"");
        export.Text.ShouldContain("\"public_reason\":\"We are sorry\"");

        await EraseAsync(JsonSerializer.Serialize(new { email }), $"erase-note-{show}");

        (await TextsAsync()).ShouldAllBe(text => !text.Contains("A note") && !text.Contains("We are sorry"));
        (await organiser.OpenAsync($"/desk/bookings/{id}")).Text.ShouldContain(
            "The reason was erased with the buyer’s data.");

        async Task<List<string>> TextsAsync()
        {
            List<string> texts = [];
            foreach (var path in paths)
            {
                var answer = await organiser.Http.GetAnswerAsync(path, Key);
                answer.Status.ShouldBe(HttpStatusCode.OK, path);
                texts.Add(answer.Text);
            }

            return texts;
        }
    }

    [Fact]
    public async Task The_API_finds_whole_addresses_and_says_who_looked()
    {
        var show = (await api.Server.CreateShowAsync()).Id;
        await api.Http.BookAsync(show, [1], $"asha{show}@example.com");

        (await CountAsync($"ASHA{show}@example.com")).ShouldBe(1);
        (await CountAsync($"asha{show}@")).ShouldBe(0);

        await using var logged = api.Database.DataSource.CreateCommand(
            "select count(*) from personal_data_events where kind = 'LOOK_UP' and person = $1 and bookings = 1");
        logged.Parameters.Add(new Npgsql.NpgsqlParameter { Value = TestKeys.Ring.PersonOf($"asha{show}@example.com") });
        (await logged.ExecuteScalarAsync()).ShouldBe(1L);

        async Task<int> CountAsync(string email) => (await api.Http.GetAnswerAsync(
            $"/api/admin/shows/{show}/bookings?email={Uri.EscapeDataString(email)}", Key)).Json
            .GetProperty("bookings").GetArrayLength();
    }

    [Fact]
    public async Task At_the_desk_a_person_is_exported_asked_about_and_erased()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = (await api.Server.CreateShowAsync()).Id;
        var email = $"asha{show}@example.com";
        var id = (await api.Http.BookAsync(show, [1], email)).Field("booking_id");
        (await organiser.OpenAsync("/desk/privacy")).Text.ShouldContain("What is known of a person");

        var export = await organiser.Http.PostFormAsync("/desk/privacy/export", [("email", email)]);
        export.ContentType.ShouldBe("application/json");
        export.Json.GetProperty("bookings").GetArrayLength().ShouldBe(1);
        var asked = await organiser.Http.PostFormAsync("/desk/privacy/ask", [("email", email)]);
        asked.ShouldBePage(HttpStatusCode.OK).Text.ShouldContain("has 1 booking.");
        (await api.Http.GetAnswerAsync($"/api/bookings/{id}", Key)).Field("user_email").ShouldBe(email);
        (await organiser.Http.PostFormAsync("/desk/privacy/erase", [("email", "nonsense")]))
            .ShouldBePage(HttpStatusCode.BadRequest).Text.ShouldContain("must be an e-mail address");
        var erased = await organiser.Http.PostFormAsync("/desk/privacy/erase", [("email", email)]);

        erased.ShouldBePage(HttpStatusCode.OK).Text.ShouldContain("The person is erased");
        erased.Text.ShouldNotContain(email);
        var page = (await organiser.OpenAsync($"/desk/bookings/{id}")).Text;
        page.ShouldContain("Erased");
        page.ShouldNotContain(email);
    }

    [Fact]
    public async Task A_search_at_the_desk_puts_no_address_into_a_URL_on_any_page_of_what_it_finds()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = (await api.Server.CreateShowAsync(seats: 60)).Id;
        var email = $"asha{show}@example.com";
        for (var seat = 1; seat <= 51; seat++)
        {
            await api.Http.BookAsync(show, [seat], email);
        }

        var found = (await organiser.Http.PostFormAsync(
            "/desk/bookings", [("q", email.ToUpperInvariant()), ("status", "held")])).ShouldRedirect();
        var page = await organiser.OpenAsync(found);
        page.Text.ShouldContain($"value=\"{email.ToUpperInvariant()}\"");
        var links = page.Text.Split('"').Where(part => part.StartsWith("/desk/bookings", StringComparison.Ordinal))
            .Append(found).ToList();
        var next = links.Single(link => link.Contains("after=", StringComparison.Ordinal));
        (await organiser.OpenAsync(next)).Text.ShouldContain(email);
        var csv = links.Single(link => link.StartsWith("/desk/bookings.csv", StringComparison.Ordinal));
        (await organiser.Http.GetAnswerAsync(csv)).Text.Split('\n').Count(
            line => line.Contains(email, StringComparison.Ordinal)).ShouldBe(51);

        foreach (var link in links)
        {
            var readable = Uri.UnescapeDataString(link);
            readable.ShouldNotContain("asha", Case.Insensitive);
            foreach (var part in readable.Split('&', '=', '?'))
            {
                Encoding.Latin1.GetString(DecodeLoosely(part)).ShouldNotContain("asha", Case.Insensitive);
            }
        }

        (await organiser.OpenAsync("/desk/bookings?s=nonsense")).Text.ShouldNotContain("nonsense");
    }

    private static byte[] DecodeLoosely(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(
            padded.PadRight((padded.Length + 3) / 4 * 4, '='), bytes, out var count) ? bytes[..count] : [];
    }

    private Task<Answer> EraseAsync(string body, string key) => api.Http.PostJsonAsync(
        "/api/admin/privacy/erase", body, Key, ("Idempotency-Key", key));
}
