using Usher.Tests.Tidy;

namespace Usher.Tests.Security;

/// <summary>The server calls the provider of sign-ins that its settings name, and nobody else; so nobody can make it
/// call somebody.</summary>
public sealed class OutboundCallTests
{
    private static readonly string[] Callers =
        ["HttpClient", "WebRequest", "WebClient", "TcpClient", "UdpClient", "SmtpClient", "ClientWebSocket", "Dns.",
        "SocketsHttpHandler"];

    // The warm-up, which calls the server's own address, and OpenID Connect.
    private static readonly string[] Known =
    [
        "src/Usher.Server/Hosting/WarmUp.cs", "src/Usher.Server/Hosting/DeskWarmUp.cs",
        "src/Usher.Http/Security/OpenIdSetup.cs",
    ];

    [Fact]
    public void Only_the_warm_up_and_sign_ins_at_a_provider_have_a_client()
    {
        var callers = Repository.Code
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)
                && Callers.Any(name => file.Text.Contains(name, StringComparison.Ordinal)))
            .Select(file => file.Path);

        callers.Order(StringComparer.Ordinal).ShouldBe(Known.Order(StringComparer.Ordinal));
    }
}
