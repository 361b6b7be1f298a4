using System.Data.Common;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Identity;
using Usher.Engine.Bookings;

namespace Usher.Http.Security;

/// <summary>
/// Signs people in by their account at a provider. It makes nobody: the first time, the account's verified address must
/// be a person's; from then on the account counts, which the provider names by issuer and subject.
/// </summary>
public sealed partial class OpenIdSignIn(
    IOptions<OpenIdOptions> options, People people, ProviderLogins logins, SpentChallenges spent, SignInDelays delays,
    ILogger<OpenIdSignIn> logger)
{
    /// <summary>Where the provider sends browsers back to.</summary>
    public const string CallbackPath = OpenIdSetup.CallbackPath;

    // So many wait for the provider at once: a provider that is away cannot have everybody wait here.
    private const int CallsMax = 20;

    private int _calls;

    /// <summary>What people call the provider; null: there is none.</summary>
    public string? Provider => options.Value.IsOn ? options.Value.Name.Trim() : null;

    /// <summary>Sends the browser to the provider.</summary>
    /// <param name="context">The request.</param>
    /// <param name="returnUrl">Where it goes after that; it comes back as it was.</param>
    /// <returns>Null: it is on its way.</returns>
    public Task<OpenIdOutcome?> BeginAsync(HttpContext context, string returnUrl) => InTimeAsync(
        context,
        async () =>
        {
            await context.ChallengeAsync(
                Policies.OpenIdScheme, new AuthenticationProperties { RedirectUri = returnUrl });
            return null;
        });

    /// <summary>Takes a browser back; its session is the caller's to open.</summary>
    public async Task<OpenIdOutcome> FinishAsync(HttpContext context)
    {
        // Whose account it is nobody knows yet: each client counts for itself.
        var client = context.Connection.RemoteIpAddress;
        var account = $"openid {client}";
        if (delays.Begin(client, account) is { } wait)
        {
            return new OpenIdOutcome.TooMany(wait);
        }

        var outcome = await InTimeAsync(context, () => HandleAsync(context)) ?? await OutcomeAsync(context);
        if (outcome is OpenIdOutcome.Wrong)
        {
            LogRefused(client);
        }
        else
        {
            // Whatever else came of it, nobody has guessed.
            delays.Succeeded(client, account);
        }

        return outcome;
    }

    // The framework's middleware would look at every request for this.
    private static async Task<OpenIdOutcome?> HandleAsync(HttpContext context)
    {
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (await handlers.GetHandlerAsync(context, Policies.OpenIdScheme) is IAuthenticationRequestHandler handler)
        {
            await handler.HandleRequestAsync();
        }

        return null;
    }

    private async Task<OpenIdOutcome> OutcomeAsync(HttpContext context) => context.Features.Get<OpenIdAnswer>() switch
    {
        { Principal: { } principal } answer => await EnterAsync(principal, answer.ReturnUrl),
        { Failure: { } failure } when IsAway(failure) => Away(failure),
        _ => new OpenIdOutcome.Wrong(),
    };

    private async Task<OpenIdOutcome> EnterAsync(ClaimsPrincipal principal, string? returnUrl)
    {
        if (AccountOf(principal) is not { } account
            || principal.FindFirstValue("nonce") is not { Length: > 0 } nonce
            || !await spent.SpendAsync($"openid {nonce}", OpenIdSetup.Length, CancellationToken.None))
        {
            return new OpenIdOutcome.Wrong();
        }

        var person = await logins.FindAsync(account, CancellationToken.None) is { } known
            ? await people.FindAsync(known, CancellationToken.None)
            : null;
        if (person is null)
        {
            if (VerifiedEmailOf(principal) is not { } email)
            {
                return new OpenIdOutcome.Unverified();
            }

            person = await people.FindAsync(email, CancellationToken.None);
            if (person is { MaySignIn: true } && !await logins.LinkAsync(account, person.Id, CancellationToken.None))
            {
                return new OpenIdOutcome.OtherAccount();
            }
        }

        return person is not { MaySignIn: true } ? new OpenIdOutcome.Nobody()
            : options.Value.AsksSecondFactor && person.HasSecondFactor
                ? new OpenIdOutcome.CodeNeeded(person, returnUrl)
                : new OpenIdOutcome.Right(person, returnUrl);
    }

    private static ProviderAccount? AccountOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue("iss") is { Length: > 0 and <= ProviderAccount.IssuerCharsMax } issuer
        && principal.FindFirstValue("sub") is { Length: > 0 and <= ProviderAccount.SubjectCharsMax } subject
        && !issuer.Concat(subject).Any(char.IsControl)
            ? new ProviderAccount(issuer, subject)
            : null;

    // Some providers write the word instead of the value.
    private static string? VerifiedEmailOf(ClaimsPrincipal principal) =>
        "true".Equals(principal.FindFirstValue("email_verified"), StringComparison.OrdinalIgnoreCase)
        && principal.FindFirstValue("email") is { } email && EmailAddress.IsWellFormed(email)
            ? email
            : null;

    private async Task<OpenIdOutcome?> InTimeAsync(HttpContext context, Func<Task<OpenIdOutcome?>> call)
    {
        if (Interlocked.Increment(ref _calls) > CallsMax)
        {
            Interlocked.Decrement(ref _calls);
            return new OpenIdOutcome.Busy();
        }

        var gone = context.RequestAborted;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(gone);
        late.CancelAfter(options.Value.Timeout);
        context.RequestAborted = late.Token;
        try
        {
            return await call();
        }
        catch (Exception e) when (!gone.IsCancellationRequested && (IsAway(e) || e is InvalidOperationException))
        {
            return Away(e);
        }
        finally
        {
            context.RequestAborted = gone;
            Interlocked.Decrement(ref _calls);
        }
    }

    private OpenIdOutcome.Away Away(Exception reason)
    {
        LogAway(options.Value.Authority!, reason.GetBaseException().Message);
        return new OpenIdOutcome.Away();
    }

    // Nothing was heard, or not in time. What was heard and is wrong is no absence.
    private static bool IsAway(Exception e) => e is not DbException
        && (e is HttpRequestException or IOException or OperationCanceledException or TimeoutException
            || (e.InnerException is { } inner && IsAway(inner)));

    [LoggerMessage(LogLevel.Information, "An answer that {Address} brought from the provider opened nothing.")]
    private partial void LogRefused(IPAddress? address);

    [LoggerMessage(LogLevel.Warning, "The provider of sign-ins, {Authority}, cannot be used: {Reason}")]
    private partial void LogAway(string authority, string reason);
}
