using Usher.Api;
using Usher.Http.Errors;


namespace Usher.Tests.Http;

public sealed class WireJsonTests
{
    [Fact]
    public void What_is_answered_most_is_written_by_generated_code_and_not_by_reflection()
    {
        // Null where an attribute of the document sends the serializer the slow way round.
        WireJson.Default.BookingDocument.SerializeHandler.ShouldNotBeNull();
        WireJson.Default.SeatsTakenDocument.SerializeHandler.ShouldNotBeNull();
        WireJson.Default.ShowPageDocument.SerializeHandler.ShouldNotBeNull();
        WireJson.Default.Problem.SerializeHandler.ShouldNotBeNull();
    }
}
