using Usher.Tests.Tidy;

namespace Usher.Tests.Security;

/// <summary>The server calls nobody, so nobody can make it call somebody.</summary>
public sealed class OutboundCallTests
{
    private static readonly string[] Callers =
        ["HttpClient", "WebRequest", "WebClient", "TcpClient", "UdpClient", "SmtpClient", "ClientWebSocket", "Dns."];

    // The warm-up, which calls the server's own address.
    private static readonly string[] Known =
        ["src/Usher.Server/Hosting/WarmUp.cs", "src/Usher.Server/Hosting/DeskWarmUp.cs"];

    [Fact]
    public void Only_the_warm_up_has_a_client_of_any_kind()
    {
        var callers = Repository.Code
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)
                && Callers.Any(name => file.Text.Contains(name, StringComparison.Ordinal)))
            .Select(file => file.Path);

        callers.Order(StringComparer.Ordinal).ShouldBe(Known.Order(StringComparer.Ordinal));
    }
}
