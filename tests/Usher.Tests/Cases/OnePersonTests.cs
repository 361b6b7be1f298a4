using System.Net;
using System.Text;
using Usher.Engine.Bookings;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>One person who types one address in several ways is found as one. Composing letters, and domains in other
/// scripts, are ICU's: a process that runs without it evens out case alone.</summary>
public sealed class OnePersonTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Key = "jürgen@bücher.example";

    private static readonly bool HasIcu = "u\u0308".Normalize(NormalizationForm.FormC) == "ü";

    public static TheoryData<string> Spellings { get; } =
    [
        "jürgen@bücher.example", "ju\u0308rgen@bu\u0308cher.example", "jürgen@xn--bcher-kva.example",
        "JU\u0308RGEN@XN--BCHER-KVA.EXAMPLE", "Jürgen@Bücher.Example", "jürgen@bücher.example.",
        "jürgen@bücher\u3002example", "jürgen@xn--bcher-kva\uff0eexample\uff61",
    ];

    [Theory]
    [InlineData("Asha@Example.COM", "asha@example.com", null)]
    [InlineData("a+b.c@x-y.example", "a+b.c@x-y.example", null)]
    [InlineData("asha", "asha", null)]
    [InlineData("", "", null)]
    [InlineData("asha@example", "asha@example", null)]
    public void Plain_addresses_need_no_form_of_their_own(string address, string normal, string? stored) =>
        (EmailKey.Normal(address), EmailKey.Of(address)).ShouldBe((normal, stored));

    [Theory]
    [InlineData("Asha@Example.com.", "asha@example.com")]
    [InlineData("asha@example\u3002com", "asha@example.com")]
    [InlineData("asha@mail\uff61example\uff0ecom\u3002", "asha@mail.example.com")]
    [InlineData("asha@example.", "asha@example.")]
    [InlineData("asha@example.com..", "asha@example.com..")]
    [InlineData("asha.", "asha.")]
    public void A_full_stop_at_the_end_or_of_another_script_is_no_difference(string address, string normal)
    {
        EmailKey.Normal(address).ShouldBe(normal);
        EmailKey.Normal(normal).ShouldBe(normal);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void All_spellings_have_one_form(string address)
    {
        Assert.SkipUnless(HasIcu, "This process runs without ICU.");

        EmailKey.Of(address).ShouldBe(Key);
        EmailKey.Normal(EmailKey.Normal(address)).ShouldBe(Key);
    }

    [Theory]
    [InlineData("jürgen@BÜ", "jürgen@bü")]
    [InlineData("ju\u0308r", "jür")]
    [InlineData("jürgen@", "jürgen@")]
    [InlineData("x@xn--bcher-kva", "x@bücher")]
    [InlineData("x@xn--", "x@xn--")]
    [InlineData("x@ü..", "x@ü..")]
    [InlineData("ß@straße.example", "ß@straße.example")]
    public void The_beginning_of_an_address_begins_its_form(string beginning, string normal)
    {
        Assert.SkipUnless(HasIcu, "This process runs without ICU.");

        EmailKey.Normal(beginning).ShouldBe(normal);
    }

    [Fact]
    public void Without_ICU_case_is_evened_out_and_nothing_else_is_promised()
    {
        Assert.SkipWhen(HasIcu, "This process runs with ICU.");

        EmailKey.Normal("JÜRGEN@example.com").ShouldBe("jürgen@example.com");
        EmailKey.Normal("JU\u0308RGEN@example.com").ShouldBe("ju\u0308rgen@example.com");
    }

    [Fact]
    public async Task Held_or_sold_in_one_show_or_all_every_spelling_finds_all_and_each_is_shown_as_typed()
    {
        Assert.SkipUnless(HasIcu, "This process runs without ICU.");
        using var organiser = await Organiser.SignedInAsync(api);
        var show = (await api.Server.CreateShowAsync(seats: 20)).Id;
        // A local part of its own, since the database is shared.
        string[] typed = [.. Spellings.Select(row => row.Data.Insert(0, $"s{show}."))];
        foreach (var (index, address) in typed.Index())
        {
            var held = await api.Http.BookAsync(show, [index + 1], address);
            held.Status.ShouldBe(HttpStatusCode.Created, held.Text);
            if (index > 1)
            {
                await api.Http.PostNothingAsync($"/api/bookings/{held.Field("booking_id")}/confirm");
            }
        }

        var search = new BookingSearch(api.Database.DataSources);
        foreach (var address in typed)
        {
            foreach (var filter in new BookingFilter[]
            {
                new() { Email = address }, new() { Email = address, ShowId = show },
            })
            {
                (await EmailsAsync(search, filter)).ShouldBe(typed, ignoreOrder: true, $"{address} {filter}");
            }

            var escaped = Uri.EscapeDataString(address);
            var listed = await api.Http.GetAnswerAsync(
                $"/api/admin/shows/{show}/bookings?email={escaped}", ("X-Api-Key", TestApi.AdminKey));
            listed.Json.GetProperty("bookings").EnumerateArray()
                .Select(booking => booking.GetProperty("user_email").GetString()!)
                .ShouldBe(typed, ignoreOrder: true);
            var page = (await organiser.OpenAsync($"/desk/bookings?q={escaped}")).Text;
            typed.ShouldAllBe(one => page.Contains(one, StringComparison.Ordinal));
        }

        (await EmailsAsync(search, new() { Email = $"s{show}.jürgen@bü" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_is_replaced_takes_its_form_along()
    {
        Assert.SkipUnless(HasIcu, "This process runs without ICU.");
        var show = (await api.Server.CreateShowAsync(seats: 20)).Id;
        var search = new BookingSearch(api.Database.DataSources);
        foreach (var (seat, before, after) in new[]
        {
            (1, "plain", "grün"), (2, "grün", "plain"), (3, "grün", "blau\u0308"),
        })
        {
            var id = (await api.Http.BookAsync(show, [seat], $"{before}{show}@example.com")).Field("booking_id");
            (await api.Http.PostJsonAsync(
                $"/api/bookings/{id}/confirm", $$"""{ "user_email": "{{after}}{{show}}@example.com" }"""))
                .Status.ShouldBe(HttpStatusCode.OK);
        }

        (await EmailsAsync(search, new() { Email = $"grün{show}@example.com" })).ShouldBe([$"grün{show}@example.com"]);
        (await EmailsAsync(search, new() { Email = $"plain{show}@example.com" }))
            .ShouldBe([$"plain{show}@example.com"]);
        (await EmailsAsync(search, new() { Email = $"blaü{show}@example.com" }))
            .ShouldBe([$"blau\u0308{show}@example.com"]);
    }

    // One by one, so that pages follow each other.
    private static async Task<List<string>> EmailsAsync(BookingSearch search, BookingFilter filter)
    {
        List<string> found = [];
        BookingCursor? after = null;
        do
        {
            var page = await search.FindAsync(filter, limit: 1, after, default);
            found.AddRange(page.Bookings.Select(booking => booking.Email!));
            after = page.Next;
        }
        while (after is not null);

        return found;
    }
}
