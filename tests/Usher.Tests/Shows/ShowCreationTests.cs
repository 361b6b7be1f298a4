using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Shows;

public sealed class ShowCreationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly NewShow Valid = new("A show", new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc), 20_001);

    public static TheoryData<string, NewShow> Invalid { get; } = new()
    {
        { nameof(NewShow.Name), Valid with { Name = " " } },
        { nameof(NewShow.Name), Valid with { Name = new string('x', ShowLimits.NameLengthMax + 1) } },
        { nameof(NewShow.Name), Valid with { Name = "two\nlines" } },
        { nameof(NewShow.StartsAt), Valid with { StartsAt = new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Local) } },
        { nameof(NewShow.TotalSeats), Valid with { TotalSeats = 0 } },
        { nameof(NewShow.TotalSeats), Valid with { TotalSeats = ShowLimits.TotalSeatsMax + 1 } },
        { nameof(NewShow.HoldSeconds), Valid with { HoldSeconds = 0 } },
        { nameof(NewShow.HoldSeconds), Valid with { HoldSeconds = ShowLimits.HoldSecondsMax + 1 } },
        { nameof(NewShow.SalesOpenAt), Valid with { SalesOpenAt = new DateTime(2031, 1, 1) } },
    };

    [Fact]
    public async Task Nobody_sees_a_show_before_all_of_its_seats_exist()
    {
        var progress = new SeenMeanwhile(database);

        var show = await new ShowCreation(database.DataSources).CreateAsync(
            Valid with { Name = "Seen whole" }, progress, default);

        progress.Done.ShouldBe([5_000, 10_000, 15_000, 20_000, 20_001]);
        progress.Shows.ShouldAllBe(shows => shows == 0);
        (await CountAsync($"select count(*) from seats where show_id = {show.Id}")).ShouldBe(20_001);
    }

    [Fact]
    public async Task A_creation_that_is_given_up_leaves_nothing()
    {
        using var patience = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(new ShowCreation(database.DataSources).CreateAsync(
            Valid with { Name = "Given up" }, new Cancelling(patience), patience.Token));

        (await CountAsync("select count(*) from shows where name = 'Given up'")).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Invalid))]
    public async Task An_invalid_show_is_refused_by_the_name_of_its_field(string field, NewShow show)
    {
        show.Problems().Select(problem => problem.Field).ShouldBe([field]);
        var refusal = await Should.ThrowAsync<ArgumentException>(
            new ShowCreation(database.DataSources).CreateAsync(show, null, default));
        refusal.Message.ShouldStartWith(field);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class SeenMeanwhile(TestDatabase database) : IProgress<int>
    {
        public List<int> Done { get; } = [];

        public List<long> Shows { get; } = [];

        public void Report(int value)
        {
            Done.Add(value);
            using var command = database.DataSource.CreateCommand(
                "select count(*) from shows where name = 'Seen whole'");
            Shows.Add((long)command.ExecuteScalar()!);
        }
    }

    private sealed class Cancelling(CancellationTokenSource patience) : IProgress<int>
    {
        public void Report(int value) => patience.Cancel();
    }
}
