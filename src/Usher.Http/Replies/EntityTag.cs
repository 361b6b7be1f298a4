using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Usher.Http.Replies;

public static class EntityTag
{
    /// <summary>
    /// Whether the client already has what <paramref name="tag"/> names (RFC 9110 §13.1.2: lists, *, weak comparison).
    /// What is no entity tag matches nothing.
    /// </summary>
    public static bool IsKnownToClient(string tag, StringValues ifNoneMatch)
    {
        if (ifNoneMatch.Count == 0)
        {
            return false;
        }

        var current = EntityTagHeaderValue.Parse(tag);
        return EntityTagHeaderValue.TryParseList(ifNoneMatch, out var known)
            && known.Any(one =>
                one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, useStrongComparison: false));
    }
}
