using Microsoft.Extensions.Options;
using Usher.BoxOffice.Identity;

namespace Usher.Http.Security;

/// <summary>Refuses to start where nobody could ever sign in: without the server's own key, and without anybody who is
/// an OPERATOR. Development makes a key.</summary>
public sealed class OperatorCheck(IOptions<AuthOptions> options, People people, IHostEnvironment environment)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() && string.IsNullOrEmpty(options.Value.AdminKey)
            && !await people.HaveOperatorAsync(cancellationToken))
        {
            throw NobodyCanSignIn();
        }
    }

    /// <summary>What the start is refused with.</summary>
    public static OptionsValidationException NobodyCanSignIn() => new("", typeof(AuthOptions),
    [
        "Auth:AdminKey is not set, and nobody is an OPERATOR yet. Outside development nobody could sign in: "
            + $"{AuthOptionsCheck.Remedy}, or run 'usher admin create --role OPERATOR'.",
    ]);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
