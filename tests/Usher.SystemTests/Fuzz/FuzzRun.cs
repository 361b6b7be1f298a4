namespace Usher.SystemTests.Fuzz;

/// <summary>
/// Sends requests over several connections at once: case by case from the seed, and a handful of slow clients beside
/// them for as long as it lasts.
/// </summary>
internal sealed class FuzzRun(FuzzServer server, int seed)
{
    private const int BatchWorkers = 4;
    private const int SlowLanes = 6;
    private const int FastStream = 0;
    private const int SlowStream = 1;

    private readonly OperationRequests _operations = new(server.Api, server.Known);
    private readonly PageRequests _pages = new(server.Known);
    private readonly BrokenBytes _broken = new(server.Known);
    private readonly WebSocketTalk _sockets = new(server.Known);
    private readonly SlowRequests _slow = new(server.Known);
    private readonly ContractCheck _contract = new(server.Api);
    private int _case;
    private int _slowCase;

    public FuzzTally Tally { get; } = new(seed);

    /// <summary>Runs until so many more requests have been sent, or the time is over.</summary>
    public async Task RunAsync(int requests, CancellationToken timeIsOver)
    {
        var last = _case + requests;
        await Task.WhenAll(Enumerable.Range(0, BatchWorkers).Select(_ => Task.Run(
            () => LaneAsync(last, timeIsOver), CancellationToken.None)));
        _case = Math.Min(_case, last);
    }

    /// <summary>The same, with slow clients beside it.</summary>
    public async Task RunBesideSlowClientsAsync(int requests, CancellationToken timeIsOver)
    {
        using var fastAreDone = new CancellationTokenSource();
        var slow = Task.WhenAll(Enumerable.Range(0, SlowLanes).Select(_ => SlowLaneAsync(fastAreDone.Token)));
        await RunAsync(requests, timeIsOver);
        await fastAreDone.CancelAsync();
        await slow;
    }

    private async Task LaneAsync(int last, CancellationToken timeIsOver)
    {
        using var connection = new FuzzConnection(server.Address);
        while (!timeIsOver.IsCancellationRequested && Interlocked.Increment(ref _case) is var number && number <= last)
        {
            var dice = Dice.Of(seed, FastStream, number);
            var request = dice.Below(100) switch
            {
                < 55 => _operations.Draw(dice),
                < 73 => _pages.Draw(dice),
                < 87 => _broken.Draw(dice),
                < 94 => HalfCloses.Of(dice.Percent(70) ? _operations.Draw(dice) : _pages.Draw(dice), dice),
                _ => _sockets.Draw(dice),
            };
            // Broken bytes get a connection of their own, so that nothing before them is left to answer.
            if (request.Ending != Ending.Wait)
            {
                connection.Dispose();
            }

            await SendAsync(connection, request, $"case {number}");
        }
    }

    // Each slow client is served to its end: the server is to end it, not the test.
    private async Task SlowLaneAsync(CancellationToken fastAreDone)
    {
        using var connection = new FuzzConnection(server.Address);
        do
        {
            var number = Interlocked.Increment(ref _slowCase);
            await SendAsync(connection, _slow.Draw(Dice.Of(seed, SlowStream, number)), $"slow case {number}");
        }
        while (!fastAreDone.IsCancellationRequested);
    }

    private async Task SendAsync(FuzzConnection connection, FuzzRequest request, string name)
    {
        var exchange = await connection.SendAsync(request, CancellationToken.None);
        foreach (var answer in exchange.Answers)
        {
            server.Known.Learn(answer);
        }

        Tally.Add(request, exchange, _contract.Fault(request, exchange), name);
    }
}
