namespace Usher.Tests;

public sealed class TidyTests
{
    [Fact]
    public void Placeholder() => true.ShouldBeTrue();
}
