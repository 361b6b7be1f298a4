using System.Net;

namespace Usher.Tests.Settings;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    public void One_client_may_be_seen_under_several_addresses(string one, string other) =>
        Of(one).ShouldBe(Of(other));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("192.0.2.1", "::192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("0.0.0.0", "::")]
    public void Other_addresses_are_other_clients(string one, string other) => Of(one).ShouldNotBe(Of(other));

    [Fact]
    public void Whoever_has_no_address_is_one_client_and_nobody_else()
    {
        ClientAddress.Of(null).ShouldBe(default);
        Of("0.0.0.0").ShouldNotBe(default);
        Of("::").ShouldNotBe(default);
    }

    private static ClientAddress Of(string address) => ClientAddress.Of(IPAddress.Parse(address));
}
