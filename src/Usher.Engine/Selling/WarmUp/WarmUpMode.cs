using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling.Rules;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling.WarmUp;

/// <summary>The batch makes the warm-up show, books its seats, and undoes all of it.</summary>
internal sealed class WarmUpMode(ShowTerms show) : BatchMode
{
    private const string StageShow = """
        insert into shows (id, organization_id, name, starts_at, total_seats)
        select $1, min(id), 'WarmUpShow', now(), $2 from organizations
        """;

    private const string StageSeats = "insert into seats (show_id, seat_number) select $1, generate_series(1, $2)";

    public override bool Lasts => false;

    public override void Stage(NpgsqlBatch batch)
    {
        batch.Add(StageShow, show.Id.Typed(), show.TotalSeats.Typed());
        batch.Add(StageSeats, show.Id.Typed(), show.TotalSeats.Typed());
    }

    public override Task EndAsync(
        NpgsqlConnection connection, BatchState state, BatchSteps steps, CancellationToken ct) =>
        BookingSql.WriteAndRollbackAsync(connection, state, ct);
}
