using System.Net;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>
/// Slows down whoever guesses passwords. After a few failures a client waits before its next attempt at the account,
/// twice as long each time; a client that fails at many accounts waits for all of them; and the more clients fail at
/// one account, the longer each that has failed at it waits. Nobody is locked out of an account: a client that has not
/// failed is heard at once, whatever others do. Bounded: what was longest ago is forgotten first.
/// </summary>
public sealed class SignInDelays(IOptions<AuthOptions> options, TimeProvider time)
{
    // So many failures at one account from all clients count as one more of each client.
    private const int AccountFailuresPerStep = 5;

    // More than a day's worth of doubling is of no use.
    private const int StepsMax = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<Subject, Failures> _failures = [];

    /// <summary>How many clients and accounts are remembered, for tests.</summary>
    internal int Remembered
    {
        get
        {
            lock (_lock)
            {
                return _failures.Count;
            }
        }
    }

    /// <summary>Before a password is looked at. The attempt counts as failed until <see cref="Succeeded"/>, so that
    /// many at once are as many.</summary>
    /// <returns>How long the client has to wait; null: it need not.</returns>
    public TimeSpan? Begin(IPAddress? address, string account)
    {
        var client = ClientAddress.Of(address);
        lock (_lock)
        {
            var (own, all, everybodys) = (
                Of(new(client, account)), Of(new(client, Account: null)), Of(new(Client: null, account)));
            var wait = Max(Left(own, StepsOf(own, everybodys)), Left(all, StepsOf(all)));
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            MakeRoom();
            Add(new(client, account), own);
            Add(new(client, Account: null), all);
            Add(new(Client: null, account), everybodys);
            return null;
        }
    }

    /// <summary>The password was right.</summary>
    public void Succeeded(IPAddress? address, string account)
    {
        var client = ClientAddress.Of(address);
        lock (_lock)
        {
            _failures.Remove(new(client, account));
            TakeBack(new(client, Account: null));
            TakeBack(new(Client: null, account));
        }
    }

    private int StepsOf(Failures own, Failures everybodys) => own.Count == 0
        ? 0
        : Math.Max(own.Count - options.Value.SignInAttemptsPerAccount + 1, everybodys.Count / AccountFailuresPerStep);

    private int StepsOf(Failures ofClient) => ofClient.Count - options.Value.SignInAttemptsPerClient + 1;

    // A second after the first step, twice as long after each other one.
    private TimeSpan Left(Failures failures, int steps)
    {
        if (steps <= 0)
        {
            return TimeSpan.Zero;
        }

        var wait = Math.Min(
            Math.ScaleB(1, Math.Min(steps, StepsMax) - 1), options.Value.SignInWaitSecondsMax);
        return TimeSpan.FromSeconds(wait) - time.GetElapsedTime(failures.LastAt);
    }

    private Failures Of(Subject subject) =>
        _failures.TryGetValue(subject, out var known) && !IsForgotten(known) ? known : default;

    private bool IsForgotten(Failures failures) =>
        time.GetElapsedTime(failures.LastAt) >= TimeSpan.FromMinutes(options.Value.SignInMemoryMinutes);

    private void Add(Subject subject, Failures before) =>
        _failures[subject] = new Failures(before.Count + 1, time.GetTimestamp());

    private void TakeBack(Subject subject)
    {
        var known = Of(subject);
        if (known.Count > 1)
        {
            _failures[subject] = known with { Count = known.Count - 1 };
        }
        else
        {
            _failures.Remove(subject);
        }
    }

    private void MakeRoom()
    {
        if (_failures.Count + 3 <= options.Value.SignInRememberedMax)
        {
            return;
        }

        foreach (var (subject, _) in _failures.Where(entry => IsForgotten(entry.Value)).ToList())
        {
            _failures.Remove(subject);
        }

        if (_failures.Count > options.Value.SignInRememberedMax / 2)
        {
            foreach (var (subject, _) in _failures.OrderBy(entry => entry.Value.LastAt).Take(_failures.Count / 2)
                .ToList())
            {
                _failures.Remove(subject);
            }
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // A client at an account, a client at any, an account from anywhere.
    private readonly record struct Subject(ClientAddress? Client, string? Account);

    private readonly record struct Failures(int Count, long LastAt);
}
