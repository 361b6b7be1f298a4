using Usher.Api.Bookings;
using Usher.Api.Shows;
using Usher.Http.Errors;

namespace Usher.Tests.Http;

public sealed class WireJsonTests
{
    [Fact]
    public void What_is_answered_most_is_written_by_generated_code_and_not_by_reflection()
    {
        // Null where an attribute of the document sends the serializer the slow way round.
        BookingJson.Default.BookingDocument.SerializeHandler.ShouldNotBeNull();
        BookingJson.Default.SeatsTakenDocument.SerializeHandler.ShouldNotBeNull();
        ShowJson.Default.ShowPageDocument.SerializeHandler.ShouldNotBeNull();
        ProblemJson.Default.Problem.SerializeHandler.ShouldNotBeNull();
    }
}
