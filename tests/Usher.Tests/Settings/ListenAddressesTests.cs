using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Usher.Server.Hosting;

namespace Usher.Tests.Settings;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("urls", "ftp://x", "'ftp://x' is not an address to listen on: it must start with http://")]
    [InlineData("urls", "localhost:8080", "'localhost:8080' is not an address to listen on.")]
    [InlineData("urls", "http://localhost:80a", "'http://localhost:80a' is not an address to listen on: after")]
    [InlineData("urls", "http://127.0.0.1:99999", "'http://127.0.0.1:99999' is not an address to listen on: after")]
    [InlineData("urls", "http://127.0.0.1:0/usher", "'http://127.0.0.1:0/usher' is not an address to listen on: after")]
    [InlineData("urls", "http://localhost:0", "'http://localhost:0' is not an address to listen on: for any free port")]
    [InlineData("urls", "https://127.0.0.1:0", "'https://127.0.0.1:0' needs a certificate: set Http__CertificateFile")]
    [InlineData("urls", "http://192.0.2.1:8080", "Cannot listen on http://192.0.2.1:8080: ")]
    [InlineData("urls", "http://unix:/not-there/x.sock", "Cannot listen on http://unix:/not-there/x.sock: there is no")]
    [InlineData("http_ports", "many", "'http://*:many' is not an address to listen on")]
    [InlineData("Kestrel:Endpoints:A:Url", "smtp://x", "'smtp://x' is not an address to listen on")]
    [InlineData("Kestrel:Endpoints:A:Certificate:Path", "a.pfx", "'' is not an address to listen on")]
    public void What_cannot_be_listened_on_is_told_in_one_line(string setting, string value, string words)
    {
        var problem = Should.Throw<OptionsValidationException>(() => Require((setting, value)))
            .Failures.ShouldHaveSingleItem();

        problem.ShouldStartWith(words);
        problem.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:0")]
    [InlineData("urls", "http://127.0.0.1:0;http://[::1]:0")]
    [InlineData("urls", "http://*:0")]
    [InlineData("urls", "http://unix:/tmp/usher-that-is-not-there.sock")]
    [InlineData("http_ports", "0")]
    public void What_can_be_is_let_be(string setting, string value) => Should.NotThrow(() => Require((setting, value)));

    [Theory]
    [InlineData("Kestrel:Certificates:Default:Path", "usher.pfx")]
    [InlineData("Http:CertificateFile", "usher.pem")]
    public void With_a_certificate_https_is_fine(string setting, string file) => Should.NotThrow(
        () => Require(("urls", "https://127.0.0.1:0;http://127.0.0.1:0"), (setting, file)));

    [Fact]
    public void A_certificate_without_an_https_address_or_beside_another_is_told()
    {
        Should.Throw<OptionsValidationException>(() => Require(
            ("urls", "http://127.0.0.1:0"), ("Http:CertificateFile", "usher.pem")))
            .Failures.ShouldHaveSingleItem().ShouldStartWith(
                "Http__CertificateFile is set, but the server listens on no https address: add one");
        Should.Throw<OptionsValidationException>(() => Require(
            ("urls", "https://127.0.0.1:0"), ("Http:CertificateFile", "usher.pem"),
            ("Kestrel:Certificates:Default:Path", "usher.pfx")))
            .Failures.ShouldHaveSingleItem().ShouldContain("are both set: remove one of them.");
    }

    [Fact]
    public void A_port_in_use_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        Should.Throw<OptionsValidationException>(() => Require(("urls", $"http://{other.LocalEndpoint}")))
            .Failures.ShouldHaveSingleItem().ShouldBe(
                $"Cannot listen on http://{other.LocalEndpoint}: address already in use. "
                + "Choose another with --urls http://localhost:PORT.");
    }

    private static void Require(params (string Key, string Value)[] settings) => ListenAddresses.Require(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build(),
        mayHaveCertificate: false);
}
