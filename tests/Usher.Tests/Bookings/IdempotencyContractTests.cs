using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class IdempotencyContractTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string Name, string Value) Admin = ("X-Api-Key", TestApi.AdminKey);

    private HttpClient Http => api.Http;

    [Fact]
    public async Task The_same_key_gives_the_same_booking_and_the_same_bytes_whatever_became_of_it()
    {
        var show = await api.Server.CreateShowAsync();
        var first = await Http.BookAsync(show.Id, [1, 2], email: null, key: "one");

        var second = await Http.BookAsync(show.Id, [1, 2], email: null, key: "one");
        await Http.PostJsonAsync(
            $"/api/bookings/{first.Field("booking_id")}/confirm", """{ "user_email": "bo@example.com" }""");
        var third = await Http.BookAsync(show.Id, [1, 2], email: null, key: "one");

        foreach (var repeated in new[] { second, third })
        {
            repeated.Status.ShouldBe(HttpStatusCode.Created);
            repeated.Text.ShouldBe(first.Text);
            repeated.Message.Headers.Location.ShouldBe(first.Message.Headers.Location);
        }
    }

    [Fact]
    public async Task The_same_key_gives_the_same_booking_though_the_show_would_refuse_it_now()
    {
        var show = await api.Server.CreateShowAsync();
        var first = await Http.BookAsync(show.Id, [1, 2, 3], key: "terms");
        await api.Server.Services.GetRequiredService<ShowService>().ChangeAsync(
            show.Id, was => ShowChange.Nothing(was) with { SeatsPerBookingMax = 2 }, Actor.CommandLine,
            CancellationToken.None);
        (await Http.BookAsync(show.Id, [4, 5, 6], key: "other")).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await Http.BookAsync(show.Id, [1, 2, 3], key: "terms")).Text.ShouldBe(first.Text);
        (await Http.BookAsync(show.Id, [1, 2, 4], key: "terms"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task Another_payload_under_the_same_key_is_refused()
    {
        var show = await api.Server.CreateShowAsync();
        await Http.BookAsync(show.Id, [1], key: "two");

        (await Http.BookAsync(show.Id, [2], key: "two"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await Http.BookAsync(show.Id, [1], "bo@example.com", "two"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task After_a_conflict_the_same_key_may_try_again()
    {
        var show = await api.Server.CreateShowAsync();
        var other = await Http.BookAsync(show.Id, [1]);
        (await Http.BookAsync(show.Id, [1], key: "three")).Status.ShouldBe(HttpStatusCode.Conflict);

        await Http.PostNothingAsync($"/api/bookings/{other.Field("booking_id")}/cancel");

        (await Http.BookAsync(show.Id, [1], key: "three")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("order-1")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("8e03978e40d543e8bc9368 94a57f9324")]
    [InlineData("8e03978e40d543e8bc936894a57f9324")]
    [InlineData("{8e03978e-40d5-43e8-bc93-6894a57f9324}")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")]
    public async Task A_stranger_whose_key_could_be_guessed_is_told_what_it_must_be(string key)
    {
        var show = await api.Server.CreateShowAsync();
        var held = await Http.BookAsync(show.Id, [1]);
        var (book, confirm) = (Body(show.Id, 2), $"/api/bookings/{held.Field("booking_id")}/confirm");

        foreach (var answer in new[]
        {
            await Http.PostJsonAsync("/api/bookings", book, ("Idempotency-Key", key)),
            await Http.PostJsonAsync("/api/bookings", book, ("Idempotency-Key", key), ("X-Api-Key", "a wrong key")),
            await Http.PostNothingAsync(confirm, ("Idempotency-Key", key)),
        })
        {
            answer.ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
                .Errors("Idempotency-Key").ShouldHaveSingleItem().ShouldStartWith("must be one random UUID such as");
        }
    }

    [Fact]
    public async Task A_uuid_is_one_key_whatever_the_case_of_its_letters()
    {
        var show = await api.Server.CreateShowAsync();
        var key = $"{Guid.NewGuid():D}".ToUpperInvariant();

        var body = $$"""{ "show_id": {{show.Id}}, "user_email": "asha@example.com", "seat_numbers": [1] }""";

        var first = await api.Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", key));
        var again = await api.Http.PostJsonAsync(
            "/api/bookings", body, ("Idempotency-Key", key.ToLowerInvariant()));

        first.Status.ShouldBe(HttpStatusCode.Created);
        (again.Status, again.Text).ShouldBe((HttpStatusCode.Created, first.Text));
    }

    [Fact]
    public async Task With_the_admin_key_a_key_is_any_text_and_never_meets_a_strangers()
    {
        var show = await api.Server.CreateShowAsync();
        var uuid = Guid.NewGuid().ToString();

        var stranger = await Http.PostJsonAsync("/api/bookings", Body(show.Id, 1), ("Idempotency-Key", uuid));
        var staff = await Http.PostJsonAsync("/api/bookings", Body(show.Id, 2), ("Idempotency-Key", uuid), Admin);
        var named = await Http.PostJsonAsync("/api/bookings", Body(show.Id, 3), ("Idempotency-Key", "order-1"), Admin);
        var again = await Http.PostJsonAsync("/api/bookings", Body(show.Id, 3), ("Idempotency-Key", "order-1"), Admin);

        new[] { stranger, staff, named }.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        again.Text.ShouldBe(named.Text);
        (await Http.PostJsonAsync("/api/bookings", Body(show.Id, 4), ("Idempotency-Key", "order-1"), Admin))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task With_the_admin_key_a_key_has_at_most_255_characters_and_comes_once()
    {
        var show = await api.Server.CreateShowAsync();
        var body = Body(show.Id, 1);

        (await Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", new string('k', 256)), Admin))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", "a"), ("Idempotency-Key", "b"), Admin))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation");
        (await Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", "two words"), Admin))
            .Errors("Idempotency-Key").ShouldHaveSingleItem().ShouldContain("visible ASCII");
        (await Http.PostJsonAsync("/api/bookings", body, ("Idempotency-Key", new string('k', 255)), Admin))
            .Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_is_stored_of_a_request_is_no_plain_hash_of_it_and_an_earlier_programs_is_still_known()
    {
        var show = await api.Server.CreateShowAsync();
        var first = await Http.BookAsync(show.Id, [1, 2], key: "upgraded");
        var plain = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData("1,2;asha@example.com"u8));
        await using var read = Update("select fingerprint from bookings where id = $1", first);
        (await read.ExecuteScalarAsync()).ShouldNotBe(plain);

        await using var write = Update($"update bookings set fingerprint = {plain} where id = $1", first);
        await write.ExecuteNonQueryAsync();

        (await Http.BookAsync(show.Id, [1, 2], key: "upgraded")).Text.ShouldBe(first.Text);
        (await Http.BookAsync(show.Id, [1, 3], key: "upgraded"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    private static string Body(ShowId show, int seat) =>
        $$"""{ "show_id": {{show}}, "user_email": "asha@example.com", "seat_numbers": [{{seat}}] }""";

    private NpgsqlCommand Update(string sql, Answer booking)
    {
        var command = api.Database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(booking.Field("booking_id")) });
        return command;
    }
}
