using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Usher.Engine.Database;

namespace Usher.Http.BotChecks;

/// <summary>
/// Lets each booking cost the client's processor some time: it has to find a number with which the hash of a challenge
/// begins with so many zero bits (as Hashcash does). To check it costs one hash, and nothing is remembered of
/// challenges that are not answered. They are signed with a secret of the database, so every process takes what another
/// one gave; that one was spent, each process remembers for itself.
/// </summary>
public sealed class ProofOfWork : IBotCheck
{
    private const int SecretBytes = 32;

    // Another process's clock may be a little ahead.
    private static readonly TimeSpan ClocksApartMax = TimeSpan.FromSeconds(10);

    private readonly BotCheckOptions _options;
    private readonly TimeProvider _time;
    private readonly SharedSecret _secret;
    private readonly SpentChallenges _spent;
    private volatile bool _isSuspended;

    public ProofOfWork(IOptions<BotCheckOptions> options, DataSources data, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _secret = new SharedSecret(data, "bot_check", () => RandomNumberGenerator.GetBytes(SecretBytes));
        _spent = new SpentChallenges(Lifetime, _options.SpentMax, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public bool Asks => !_isSuspended;

    private TimeSpan Lifetime => TimeSpan.FromSeconds(_options.LifetimeSeconds);

    public async ValueTask<Challenge?> ExamineAsync(HttpContext context, ShowId show, string? answer)
    {
        var key = await _secret.GetAsync(context.RequestAborted);
        var client = ClientAddress.Of(context.Connection.RemoteIpAddress);
        var now = _time.GetUtcNow();
        if (!string.IsNullOrEmpty(answer) && IsGood(answer, key, client, show, now))
        {
            return null;
        }

        var token = ChallengeToken.New(_options.DifficultyBits, show, now).Sign(key, client);
        return new Challenge(
            token, _options.DifficultyBits, (now + Lifetime).UtcDateTime, WasAnswered: !string.IsNullOrEmpty(answer));
    }

    public void GiveBack(string? answer)
    {
        if (!string.IsNullOrEmpty(answer) && ChallengeToken.Split(answer) is var (token, _)
            && ChallengeToken.IdOf(token) is { } id)
        {
            _spent.GiveBack(id);
        }
    }

    public void Suspend() => _isSuspended = true;

    public void Resume() => _isSuspended = false;

    // What costs least comes first, and it is spent last: an answer that is not good leaves nothing behind.
    private bool IsGood(string answer, byte[] key, ClientAddress client, ShowId show, DateTimeOffset now)
    {
        if (ChallengeToken.Split(answer) is not var (token, nonce)
            || ChallengeToken.Read(token, key, client) is not { } challenge)
        {
            return false;
        }

        var (issued, at) = (challenge.IssuedMilliseconds, now.ToUnixTimeMilliseconds());
        return challenge.Show == show
            && challenge.Bits >= _options.DifficultyBits
            && issued <= at + (long)ClocksApartMax.TotalMilliseconds
            && at - issued < (long)Lifetime.TotalMilliseconds
            && ChallengeToken.IsSolved(token, nonce, challenge.Bits)
            && _spent.TrySpend(challenge.Id, issued, at);
    }
}
