using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>One move under way: who waits for it, and what he has heard.</summary>
internal sealed class Buyer(Move move, Func<CancellationToken, Task<CommandOutcome>> ask)
{
    private Task<CommandOutcome>? _answer;

    public Move Move { get; } = move;

    public CancellationTokenSource Leaving { get; } = new();

    public string Reply { get; private set; } = "";

    /// <summary>The booking that the answer speaks of.</summary>
    public BookingId? HeardOf { get; private set; }

    /// <summary>What a refusal offered instead.</summary>
    public ImmutableArray<ImmutableArray<int>> Alternatives { get; private set; } = [];

    public int? PossibleCount { get; private set; }

    public void Ask(Patience patience)
    {
        if (patience == Patience.GoneBefore)
        {
            Leaving.Cancel();
        }

        _answer = ask(Leaving.Token);
        if (patience == Patience.GoneInQueue)
        {
            Leaving.Cancel();
        }
    }

    public async Task HearAsync(TimeSpan within)
    {
        try
        {
            var outcome = await _answer!.WaitAsync(within);
            Reply = Replies.Of(outcome, SimulatedTime.Opening);
            Alternatives = outcome is BookOutcome.LeavesSingleSeat lone ? lone.Alternatives : [];
            PossibleCount = (outcome as BookOutcome.NoneTogether)?.PossibleCount;
            HeardOf = outcome is BookOutcome.Held(var held) ? held.Id : outcome.Changed()?.Id;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            Reply = Move.Patience == Patience.GoneBefore ? Replies.NeverAsked : Replies.GivenUp;
        }
        catch (TimeoutException)
        {
            Reply = $"no answer within {within.TotalSeconds} s";
        }
        catch (NpgsqlException) when (Move.Kind is MoveKind.Block or MoveKind.Unblock)
        {
            // Whose seats are is looked up beside the batches; callers are told that the database is away.
            Reply = Replies.Unavailable;
        }
        catch (Exception defect)
        {
            Reply = $"defect: {defect.GetType().Name}: {defect.Message}";
        }
    }
}
