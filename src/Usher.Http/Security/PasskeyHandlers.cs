using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Identity;

namespace Usher.Http.Security;

/// <summary>The framework's handler of passkeys (WebAuthn) over our own tables, and what it is to demand.</summary>
internal static class PasskeyHandlers
{
    private const string Required = "required";

    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddOptions<IdentityPasskeyOptions>().Configure<PublicAddress>(Configure);
        services.TryAddSingleton<PasskeyStore>();
        services.TryAddSingleton<IPasskeyHandler<Person>>(provider => new PasskeyHandler<Person>(
            ManagerOf(provider), provider.GetRequiredService<IOptions<IdentityPasskeyOptions>>()));
        services.TryAddSingleton<PasskeyTickets>();
        services.TryAddSingleton<PasskeyRegistration>();
        services.TryAddSingleton<PasskeySignIn>();
    }

    /// <summary>The handler makes a failure of whatever went wrong; that the database is away is not the client's.
    /// </summary>
    public static void ThrowIfAway(PasskeyException? failure)
    {
        if (failure?.InnerException is DbException or TimeoutException)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException);
        }
    }

    private static void Configure(IdentityPasskeyOptions options, PublicAddress address)
    {
        // Null: the name in the request, where it cannot be made up; nowhere else is anything asked for.
        options.ServerDomain = address.Domain;
        options.UserVerificationRequirement = Required;
        options.ResidentKeyRequirement = Required;
        options.AuthenticatorTimeout = PasskeyTickets.Length;
        options.ValidateOrigin = context => ValueTask.FromResult(
            !context.CrossOrigin && address.IsSite(context.Origin, context.HttpContext.Request));
    }

    // Of a manager of users it needs nothing but the way to its store.
    private static UserManager<Person> ManagerOf(IServiceProvider provider) => new(
        provider.GetRequiredService<PasskeyStore>(), Options.Create(new IdentityOptions()),
        new PasswordHasher<Person>(), [], [], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(),
        provider, provider.GetRequiredService<ILogger<UserManager<Person>>>());
}
