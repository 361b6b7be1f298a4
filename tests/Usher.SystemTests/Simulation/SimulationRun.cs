using System.Globalization;
using System.Net;
using System.Text;
using Usher.Engine.Bookings;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>What was found wrong, and all that led to it.</summary>
internal sealed record SimulationViolation(Plan Plan, string Problem, string History)
{
    public override string ToString() => $"{Problem}\n{Plan}\nwhat was heard:\n{History}";
}

/// <summary>Plays one plan against engines and a database, and judges every wave as soon as it is over.</summary>
internal sealed class SimulationRun : IAsyncDisposable
{
    private const int AnswerSecondsMax = 60;

    private readonly SimulatedServer _server;
    private readonly Plan _plan;
    private readonly FaultCounts _counts;
    private readonly SimulatedTime _time = new();
    private readonly ToldChanges _told = new();
    private readonly SimulatedProcess[] _processes;
    private readonly StringBuilder _history = new();
    private readonly ModelShow[] _models;
    private readonly Dictionary<int, BookingId> _ids = [];
    private ShowId[] _shows = [];

    private SimulationRun(
        SimulatedServer server, Plan plan, BatchSteps steps, int seatMapAgeFactor, FaultCounts counts)
    {
        (_server, _plan, _counts) = (server, plan, counts);
        _models = [.. plan.Shows.Select(terms => new ModelShow(terms))];
        _processes =
        [
            .. Enumerable.Range(0, plan.Processes)
                .Select(i => new SimulatedProcess(
                    server, plan, i, _time, steps, seatMapAgeFactor, new CommitRecorder(_told))),
        ];
    }

    /// <summary>The first thing found wrong, or null.</summary>
    public static async Task<SimulationViolation?> PlayAsync(
        SimulatedServer server, Plan plan, BatchSteps steps, int seatMapAgeFactor, FaultCounts counts)
    {
        await using var run = new SimulationRun(server, plan, steps, seatMapAgeFactor, counts);
        try
        {
            await run.OpenAsync();
            foreach (var wave in plan.Waves)
            {
                await run.PlayAsync(wave);
            }

            await run.CloseAsync();
            return null;
        }
        catch (SimulationFailedException failed)
        {
            return new SimulationViolation(plan, failed.Message, run._history.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    private async Task OpenAsync()
    {
        _shows = await SimulatedShows.CreateAsync(_server, _plan.Shows);
        foreach (var process in _processes)
        {
            await process.WarmAsync(_server.WarmShow, _shows, _plan.HasBest);
        }
    }

    // All holds run out, and are expired as the sweep would; then the audit has its say.
    private async Task CloseAsync()
    {
        const int longAfter = 10_000;
        var number = longAfter;
        var pending = _models.SelectMany((show, index) => show.Bookings
            .Where(booking => booking.Value.Status == "PENDING")
            .Select(booking => new Move(++number, 0, index, MoveKind.Expire, booking.Key)));
        foreach (var sweep in pending.ToArray().Chunk(_plan.QueueCommandsMax))
        {
            await PlayAsync(new Wave(longAfter, [.. sweep], []));
        }

        if (await SimulatedShows.AuditAsync(_server) is { } broken)
        {
            throw new SimulationFailedException(broken);
        }
    }

    private async Task PlayAsync(Wave wave)
    {
        _time.Advance(wave.AdvanceSeconds);
        _history.AppendLine(CultureInfo.InvariantCulture, $"  at {_time.Now} s");
        var injections = _processes.Select((process, i) => new FaultInjection(
            _server, process.Proxy, wave.Faults.Where(fault => fault.Process == i), _counts)).ToArray();
        var rivals = await BeginRivalsAsync(wave);
        var buyers = wave.Moves.Select(move => new Buyer(move, AskAbout(move))).ToArray();
        LetGo(wave, buyers, injections);
        var restart = wave.Faults.Any(fault => fault.Kind == FaultKind.Restart) ? RestartAsync() : Task.CompletedTask;
        await Task.WhenAll(rivals.Select(rival => rival.EndAsync()));
        foreach (var buyer in buyers)
        {
            await HearAsync(buyer);
        }

        await restart;
        await Task.WhenAll(injections.Select(injection => injection.EndAsync()));
        foreach (var rival in rivals)
        {
            await rival.DisposeAsync();
        }

        foreach (var (process, show) in buyers.Where(buyer => buyer.Reply == Replies.GivenUp)
            .Select(buyer => (buyer.Move.Process, buyer.Move.Show)).Distinct())
        {
            await _processes[process].FenceAsync(_shows[show]);
        }

        await JudgeAsync(wave, buyers);
    }

    private async Task<List<RivalSession>> BeginRivalsAsync(Wave wave)
    {
        List<RivalSession> rivals = [];
        foreach (var fault in wave.Faults.Where(fault => fault.Kind
            is FaultKind.SeatLocked or FaultKind.SeatLockedTooLong or FaultKind.Deadlock).Take(1))
        {
            _counts.Add(fault.Name);
            var show = wave.Moves.Length == 0 ? 0 : wave.Moves[0].Show;
            var rival = new RivalSession(_server, _shows[show], _plan.Shows[show].Seats, fault);
            await rival.BeginAsync();
            rivals.Add(rival);
        }

        return rivals;
    }

    // No batch is taken until all of the wave is in the queues: who shares a batch is the plan's doing.
    private void LetGo(Wave wave, Buyer[] buyers, FaultInjection[] injections)
    {
        using var pause = _processes[0].PauseTaking();
        using var pauseOfLast = _processes[^1].PauseTaking();
        foreach (var buyer in buyers)
        {
            var patience = buyer.Move.Patience;
            if (patience >= Patience.GoneAtLock)
            {
                injections[buyer.Move.Process].LeavesAt((LinePoint)(patience - Patience.GoneAtLock), buyer.Leaving);
            }

            buyer.Ask(patience);
        }

        if (wave.Faults.Any(fault => fault.Kind == FaultKind.StaleQueue))
        {
            _counts.Add(nameof(FaultKind.StaleQueue));
            _time.Wait(TimeSpan.FromSeconds(1));
        }
    }

    private Task RestartAsync()
    {
        _counts.Add(nameof(FaultKind.Restart));
        return _server.RestartAsync();
    }

    private Func<CancellationToken, Task<CommandOutcome>> AskAbout(Move move)
    {
        var engine = _processes[move.Process].Bookings;
        if (move.Kind == MoveKind.Book)
        {
            var request = new BookRequest(_shows[move.Show], move.Email, move.Seats, move.HasKey ? move.Key : null)
            {
                SeatCount = move.SeatCount,
                Category = move.Category?.ToString(),
                MayBeSplit = move.MayBeSplit,
            };
            var client = Actor.Buyer(ActorRight.Public, new IPAddress([192, 0, 2, (byte)move.Client]));
            return async ct => await engine.BookAsync(request, client, ct);
        }

        var (buyer, note) = (TestEngine.Buyer, new StaffNote(move.Note));
        if (move.Kind is MoveKind.Block or MoveKind.Unblock)
        {
            return StaffMoves.Ask(
                engine, MayHaveKey(move), move.Kind == MoveKind.Block
                    ? new StaffCommand.Block(_shows[move.Show], move.Seats, note)
                    : new StaffCommand.Unblock(_shows[move.Show], move.Seats, note),
                move.Staff);
        }

        // A buyer who never heard of his booking asks about one that is not.
        var id = _ids.TryGetValue(move.Booking, out var known) ? known
            : IsKeyed(move.Booking) ? KeyedId(move) : BookingId.Random(_shows[move.Show]);
        return move.Kind switch
        {
            MoveKind.Confirm => async ct => await engine.ConfirmAsync(
                new ConfirmRequest(id, move.Email, move.HasKey ? move.ConfirmKey : null), buyer, ct),
            MoveKind.Cancel => async ct => await engine.CancelAsync(id, buyer, ct),
            MoveKind.CancelByStaff => StaffMoves.Ask(
                engine, MayHaveKey(move), new StaffCommand.Cancel(id, note), move.Staff),
            MoveKind.Extend => async ct => await engine.ExtendAsync(id, buyer, ct),
            _ => async ct => await engine.ExpireAsync(id, Actor.Sweep, ct),
        };
    }

    // A key is looked up before its command goes to the queue, so others of the wave may overtake it.
    private bool MayHaveKey(Move move) => _plan.Waves.Any(
        wave => wave.Moves.Contains(move) && wave.Moves.Count(other => other.Show == move.Show) == 1);

    private bool IsKeyed(int booking) => _plan.Waves.SelectMany(wave => wave.Moves)
        .Any(move => move is { Kind: MoveKind.Book, HasKey: true } && move.Booking == booking);

    private BookingId KeyedId(Move move) =>
        BookingId.FromKey(_server.Secret, SimulatedShows.Organization, _shows[move.Show], move.Key);

    private async Task HearAsync(Buyer buyer)
    {
        await buyer.HearAsync(TimeSpan.FromSeconds(AnswerSecondsMax));
        _history.AppendLine(CultureInfo.InvariantCulture, $"    {buyer.Move} -> {buyer.Reply}");
        if (buyer.Reply == Replies.Overloaded)
        {
            _counts.Add("Overloaded");
        }
    }

    private async Task JudgeAsync(Wave wave, Buyer[] buyers)
    {
        var stored = await new StoredShows(_server, _shows, NumberOf, HouseNumberOf).ReadAsync();
        var judge = new WaveJudge(wave, _plan, _time.Now);
        Array.ForEach(buyers, judge.RequireCause);
        for (var i = 0; i < stored.Length; i++)
        {
            foreach (var buyer in buyers.Where(buyer => buyer.Move.Show == i))
            {
                WaveJudge.RequireId(buyer, stored[i]);
            }

            WaveJudge.RequireLimit(_plan.Shows[i], stored[i]);
            _models[i] = judge.Explain(i, buyers, _models[i], stored[i]);
            _told.RequireAll(_shows[i], stored[i], judge.MayGoUntold(buyers));
            foreach (var (number, id) in stored[i].Ids)
            {
                _ids[number] = id;
            }
        }
    }

    private int HouseNumberOf(string? note, int seat) => _plan.Waves.SelectMany(wave => wave.Moves)
        .FirstOrDefault(move => move.Kind == MoveKind.Block && move.Note == note) is { } block
            ? Move.HouseNumber(block.Number, seat)
            : -1;

    private int NumberOf(int show, BookingId id, string? email)
    {
        var requests = _plan.Waves.SelectMany(wave => wave.Moves)
            .Where(move => move.Kind == MoveKind.Book && move.Show == show);
        var request = requests.FirstOrDefault(move => move.HasKey
            ? KeyedId(move) == id
            : Move.BookingOf(email) == move.Booking);
        return request?.Booking ?? -1;
    }
}
