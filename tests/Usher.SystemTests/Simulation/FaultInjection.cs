using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>The faults of one wave on one process's line, and who gives up when.</summary>
internal sealed class FaultInjection
{
    private const int TerminationMillisecondsMax = 2_000;

    private readonly Lock _lock = new();
    private readonly List<(LinePoint Point, CancellationTokenSource Buyer)> _leaving = [];
    private readonly List<Armed> _armed;
    private readonly List<Task> _terminations = [];
    private readonly SimulatedServer _server;
    private readonly CuttingProxy _proxy;
    private readonly FaultCounts _counts;

    public FaultInjection(
        SimulatedServer server, CuttingProxy proxy, IEnumerable<Fault> faults, FaultCounts counts)
    {
        (_server, _proxy, _counts) = (server, proxy, counts);
        _armed = [.. faults.Select(fault => new Armed(fault))];
        if (_armed.Exists(armed => armed.Fault.Kind == FaultKind.Down))
        {
            counts.Add(nameof(FaultKind.Down));
            proxy.SetDown(true);
        }

        proxy.AtPoint = AtPointAsync;
    }

    /// <summary>The buyer stops waiting when a transaction of this process gets there.</summary>
    public void LeavesAt(LinePoint point, CancellationTokenSource buyer)
    {
        lock (_lock)
        {
            _leaving.Add((point, buyer));
        }
    }

    /// <summary>From here on the line is good again, and nothing of this wave strikes the next.</summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            _armed.Clear();
            _leaving.Clear();
            _proxy.SetDown(false);
            return Task.WhenAll(_terminations);
        }
    }

    private async ValueTask<LineVerdict> AtPointAsync(LinePoint point, int serverProcess)
    {
        Armed? fault;
        int slow;
        lock (_lock)
        {
            foreach (var (_, buyer) in _leaving.Where(leaving => leaving.Point == point))
            {
                _counts.Add($"Wait cancelled at {point}");
                buyer.Cancel();
            }

            _leaving.RemoveAll(leaving => leaving.Point == point);
            slow = _armed.Find(armed => armed.Fault.Kind == FaultKind.Slow)?.Fault.Amount ?? 0;
            fault = _armed.Find(armed => armed.Fault.IsAtPoint && armed.Fault.Point == point && armed.Left > 0);
            if (fault is not null)
            {
                fault.Left--;
                _counts.Add(fault.Fault.Name);
                if (fault.Fault.Kind == FaultKind.CommitThenDown)
                {
                    _proxy.SetDown(true);
                }
            }
        }

        if (slow > 0)
        {
            _counts.Add(nameof(FaultKind.Slow));
            await Task.Delay(slow);
        }

        return fault is null ? LineVerdict.Pass : await DoAsync(fault.Fault, serverProcess);
    }

    private async Task<LineVerdict> DoAsync(Fault fault, int serverProcess)
    {
        switch (fault.Kind)
        {
            case FaultKind.Cut or FaultKind.CommitThenDown:
                return new LineVerdict(LineAction.Cut);
            case FaultKind.CutInside:
                return new LineVerdict(LineAction.CutInside, fault.Amount);
            case FaultKind.Refuse:
                return new LineVerdict(LineAction.Refuse, SqlState: fault.SqlState);
            case FaultKind.Blackhole or FaultKind.Silence:
                return new LineVerdict(LineAction.Swallow, fault.Amount);
            case FaultKind.Terminate:
                await TerminateAsync(serverProcess);
                return LineVerdict.Pass;
            default:
                lock (_lock)
                {
                    _terminations.Add(TerminateAsync(serverProcess));
                }

                return LineVerdict.Pass;
        }
    }

    // Returns once the session is gone.
    private Task TerminateAsync(int serverProcess) => _server.ExecuteAsync(
        $"select pg_terminate_backend({serverProcess}, {TerminationMillisecondsMax})");

    private sealed class Armed(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int Left { get; set; } = fault.Times;
    }
}

/// <summary>How often each kind of fault was done, not just planned.</summary>
internal sealed class FaultCounts
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Total => _counts.Values.Sum();

    public IReadOnlyDictionary<string, int> ByKind => _counts;

    public void Add(string kind)
    {
        lock (_lock)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        }
    }
}
