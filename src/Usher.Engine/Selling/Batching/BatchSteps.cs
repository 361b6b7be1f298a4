using Npgsql;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// The two steps of a batch that must be right for everything else to hold. A test replaces one by a wrong one, to see
/// that the checks around the engine notice.
/// </summary>
/// <param name="Decide">Decides one command on what the ones before it left.</param>
/// <param name="WriteAndCommit">Returns only once the changes are durable.</param>
internal sealed record BatchSteps(
    Func<BatchState, BookingCommand, CommandOutcome> Decide,
    Func<NpgsqlConnection, BatchState, CancellationToken, Task> WriteAndCommit)
{
    /// <summary>What every engine runs.</summary>
    public static BatchSteps Real { get; } = new(BookingRules.Decide, BookingSql.WriteAndCommitAsync);
}
