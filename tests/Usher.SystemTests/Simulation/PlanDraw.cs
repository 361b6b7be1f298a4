using System.Collections.Immutable;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>Draws a plan from a seed.</summary>
internal sealed class PlanDraw
{
    private static readonly string[] Layouts =
        ["AA", "AAAA", "AAA|BBB", "BAAAB", "AAB|BB", "AAAAAAA", "AAA AAA", "AABB|AABB"];

    private readonly Random _random;
    // Of its own, so that what came later does not change what a seed has drawn before.
    private readonly Random _later;
    private readonly Random _beginnings;
    private readonly Random _persons;
    private readonly List<Move> _requests = [];
    private readonly int _processes;
    private readonly ImmutableArray<PlannedShow> _shows;
    private int _moves;

    private PlanDraw(int seed)
    {
        _random = new Random(seed);
        _later = new Random(seed ^ 0x5EA7);
        _beginnings = new Random(seed ^ 0xBE61);
        _persons = new Random(seed ^ 0x9E50);
        _processes = OneIn(4) ? 2 : 1;
        _shows = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => DrawShow())];
    }

    public static Plan From(int seed)
    {
        var draw = new PlanDraw(seed);
        return new Plan(
            seed, draw._processes,
            QueueCommandsMax: draw.OneIn(8) ? 3 : 100,
            BatchCommandsMax: draw.OneIn(4) ? 2 : 100,
            HasSeatMaps: draw.OneIn(4),
            draw._shows,
            [.. Enumerable.Range(0, draw._random.Next(3, 7)).Select(_ => draw.DrawWave())])
        {
            HeldSeatsMax = draw._later.Next(2) == 0 ? draw._later.Next(2, 4) : 0,
        };
    }

    private bool OneIn(int times) => _random.Next(times) == 0;

    private T Any<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];

    private PlannedShow DrawShow()
    {
        var layout = OneIn(2) ? Any<string>(Layouts) : null;
        return new(
            Seats: layout?.Count(char.IsAsciiLetter) ?? _random.Next(2, 7), HoldSeconds: Any(30, 60),
            ExtensionAllowed: !OneIn(5), OneIn(6) ? 20 : null)
        {
            Layout = layout,
            NoOrphans = OneIn(3),
            BeginsAt = _beginnings.Next(4) == 0 ? _beginnings.Next(30, 150) : null,
            SeatsPerPersonMax = _persons.Next(2) == 0 ? _persons.Next(1, 4) : null,
        };
    }

    private Wave DrawWave()
    {
        var advance = Any(0, 0, 0, 1, 20, 29, 31, 60, 61, 120);
        var moves = Enumerable.Range(0, _random.Next(2, 8)).Select(_ => DrawMove()).ToList();
        // Nobody changes a booking before he can have heard of it, except by its key.
        _requests.AddRange(moves.Where(move => move is { Kind: MoveKind.Book, HasKey: false }));
        var faults = Enumerable.Range(0, Any(0, 0, 1, 1, 1, 2)).Select(_ => DrawFault());
        return new Wave(advance, [.. moves], [.. faults]);
    }

    private Move DrawMove()
    {
        var number = ++_moves;
        var process = _random.Next(_processes);
        var patience = OneIn(6) ? (Patience)_random.Next(1, 7) : Patience.Endless;
        if (_requests.Count > 0 && !OneIn(3))
        {
            // Mostly the latest bookings: the older ones are settled.
            var request = _requests[Math.Max(0, _requests.Count - 1 - _random.Next(6))];
            return DrawChange(request, number, process) with { Patience = patience };
        }

        var show = _random.Next(_shows.Length);
        if (OneIn(6))
        {
            return new Move(number, process, show, Any(MoveKind.Block, MoveKind.Block, MoveKind.Unblock), number)
            {
                Seats = DrawSeats(show),
                Patience = patience,
            };
        }

        var hasKey = OneIn(2);
        var move = new Move(number, process, show, MoveKind.Book, number)
        {
            HasKey = hasKey,
            HasEmail = !hasKey || (!OneIn(3) && !IsLimitedAndDrawn(show)),
            Client = _later.Next(5) == 0 ? 1 : 0,
            Person = DrawPerson(show),
            Patience = patience,
        };
        move = OneIn(3) ? WithBest(move) : move with { Seats = DrawSeats(show) };
        if (hasKey)
        {
            _requests.Add(move);
        }

        return move;
    }

    private Move DrawChange(Move request, int number, int process)
    {
        var kind = Any(
            MoveKind.Confirm, MoveKind.Confirm, MoveKind.Cancel, MoveKind.CancelByStaff, MoveKind.Extend,
            MoveKind.Expire, MoveKind.Book);
        return kind == MoveKind.Book && request.HasKey
            ? (OneIn(3) ? DrawOther(request) : request) with { Number = number, Process = process }
            : new Move(number, process, request.Show, kind == MoveKind.Book ? MoveKind.Expire : kind, request.Number)
            {
                HasEmail = kind == MoveKind.Confirm && (OneIn(2) || IsLimitedAndDrawn(request.Show)),
                Person = kind == MoveKind.Confirm ? DrawPerson(request.Show) : null,
                HasKey = kind == MoveKind.Confirm && _later.Next(3) == 0,
            };
    }

    // Where it matters who it is, more are named only when they confirm.
    private bool IsLimitedAndDrawn(int show) => _shows[show].SeatsPerPersonMax is not null && _persons.Next(3) > 0;

    // Two, and mostly the same, so that they meet their limit.
    private int? DrawPerson(int show) =>
        _shows[show].SeatsPerPersonMax is null ? null : _persons.Next(4) == 0 ? 1 : 0;

    // Under the same key, mostly with another payload.
    private Move DrawOther(Move request) => OneIn(3)
        ? WithBest(request)
        : request with { Seats = DrawSeats(request.Show), SeatCount = null, Category = null, MayBeSplit = false };

    // Now and then of a category that no show has.
    private Move WithBest(Move request) => request with
    {
        Seats = [],
        SeatCount = _random.Next(1, 4),
        Category = OneIn(3) ? OneIn(10) ? 'Z' : Any('A', 'B') : null,
        MayBeSplit = OneIn(4),
    };

    private ImmutableArray<int> DrawSeats(int show)
    {
        // Now and then one seat more than the show has.
        var seats = Enumerable.Range(1, _shows[show].Seats + (OneIn(20) ? 1 : 0)).ToArray();
        _random.Shuffle(seats);
        return [.. seats.Take(_random.Next(1, Math.Min(4, seats.Length + 1)))];
    }

    private Fault DrawFault()
    {
        var kind = DrawKind();
        var point = (LinePoint)_random.Next(4);
        return new Fault(kind, _random.Next(_processes), PointFor(kind, point), AmountFor(kind), Any(1, 1, 1, 2, 4));
    }

    private FaultKind DrawKind() => OneIn(2000) ? FaultKind.Restart
        : OneIn(400) ? Any(FaultKind.SeatLockedTooLong, FaultKind.Silence)
        : Any(
            FaultKind.Cut, FaultKind.Cut, FaultKind.CutInside, FaultKind.Terminate, FaultKind.TerminateMeanwhile,
            FaultKind.Refuse, FaultKind.Refuse, FaultKind.Slow, FaultKind.Blackhole, FaultKind.Down,
            FaultKind.CommitThenDown, FaultKind.SeatLocked, FaultKind.Deadlock, FaultKind.StaleQueue);

    private static LinePoint PointFor(FaultKind kind, LinePoint drawn) => kind switch
    {
        FaultKind.CommitThenDown => LinePoint.Committed,
        // Only what the client says can be cut inside, and only before the commit can an error be true.
        FaultKind.CutInside => LinePoint.Commit,
        FaultKind.Refuse => drawn is LinePoint.Lock or LinePoint.Locked ? LinePoint.Lock : LinePoint.Commit,
        _ => drawn,
    };

    private int AmountFor(FaultKind kind) => kind switch
    {
        FaultKind.Slow => _random.Next(1, 5),
        FaultKind.Blackhole => _random.Next(5, 30),
        FaultKind.SeatLocked => _random.Next(2, 20),
        FaultKind.SeatLockedTooLong => 1_300,
        FaultKind.Silence => 1_500,
        _ => _random.Next(100),
    };
}
