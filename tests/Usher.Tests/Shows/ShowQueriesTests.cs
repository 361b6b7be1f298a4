using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class ShowQueriesTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2031, 5, 1, 20, 0, 0, DateTimeKind.Utc);

    private readonly TestDatabase _database = new(postgres);

    private ShowQueries Queries => _database.DataSources.ShowQueries();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_show_is_found_as_it_was_created_with_the_seats_that_are_left()
    {
        var created = await new ShowCreation(_database.DataSources).CreateAsync(
            new NewShow(" Evening ", Start, TotalSeats: 10, HoldSeconds: 77, SalesOpenAt: Start.AddYears(-10))
            {
                ExtensionAllowed = false,
            },
            seatsCreated: null,
            default);
        await using var engine = new TestEngine(_database.DataSources);
        await engine.HoldAsync(created.Id, 1, 2);
        await engine.ConfirmAsync((await engine.HoldAsync(created.Id, 3)).Id);

        var found = (await Queries.FindAsync(created.Id, default)).ShouldNotBeNull();

        found.Show.ShouldBe(created);
        (created.Name, created.HoldSeconds, created.ExtensionAllowed).ShouldBe(("Evening", 77, false));
        found.AvailableSeats.ShouldBe(7);
    }

    [Fact]
    public async Task An_unknown_show_is_null() =>
        (await Queries.FindAsync(new ShowId(BookingId.ShowIdMax), default)).ShouldBeNull();

    [Fact]
    public async Task Pages_follow_in_order_of_start_and_then_of_id_without_gaps_or_repeats()
    {
        var hours = new[] { 3, 1, 1, 2, 1, 3, 1 };
        foreach (var hour in hours)
        {
            await CreateAsync($"at {hour}", Start.AddHours(hour));
        }

        var (seen, after) = (new List<Show>(), default(ShowCursor));
        do
        {
            var page = await Queries.ListAsync(null, null, limit: 3, after, default);
            page.Shows.Length.ShouldBeInRange(1, 3);
            seen.AddRange(page.Shows.Select(listing => listing.Show));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe(seen.OrderBy(show => show.StartsAt).ThenBy(show => show.Id.Value));
        seen.Select(show => show.Id).Distinct().Count().ShouldBe(hours.Length);
    }

    [Fact]
    public async Task A_full_last_page_has_no_next_one()
    {
        await CreateAsync("one");
        await CreateAsync("two");

        var page = await Queries.ListAsync(null, null, limit: 2, null, default);

        page.Shows.Length.ShouldBe(2);
        page.Next.ShouldBeNull();
    }

    [Theory]
    [InlineData("HAMLET", "Hamlet")]
    [InlineData("100%", "100% fun")]
    [InlineData("a_b", "a_b")]
    [InlineData(@"\", @"back\slash")]
    public async Task Text_is_found_whatever_its_case_and_taken_literally(string text, string name)
    {
        foreach (var show in new[] { "Hamlet", "100% fun", "1000 funny things", "a_b", "axb", @"back\slash" })
        {
            await CreateAsync(show);
        }

        var page = await Queries.ListAsync(null, text, 100, null, default);

        page.Shows.Select(listing => listing.Show.Name).ShouldBe([name]);
    }

    [Fact]
    public async Task Shows_before_the_wanted_time_are_left_out()
    {
        await CreateAsync("before", Start.AddTicks(-10));
        await CreateAsync("then", Start);

        var page = await Queries.ListAsync(Start, "", 100, null, default);

        page.Shows.Select(listing => listing.Show.Name).ShouldBe(["then"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ShowQueries.PageMax + 1)]
    public async Task A_page_has_a_limit(int limit) => await Should.ThrowAsync<ArgumentOutOfRangeException>(
        Queries.ListAsync(null, null, limit, null, default));

    private Task<Show> CreateAsync(string name, DateTime? start = null) =>
        new ShowCreation(_database.DataSources).CreateAsync(new NewShow(name, start ?? Start, 1), null, default);
}
