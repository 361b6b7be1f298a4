using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Usher.Server.Http.OpenApi;

/// <summary>Adds what <see cref="WireAttribute"/> promises to the schema of its property.</summary>
internal sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(WireAttribute), inherit: false)
            is [WireAttribute wire])
        {
            Apply(wire, schema);
        }

        return Task.CompletedTask;
    }

    private static void Apply(WireAttribute wire, OpenApiSchema schema)
    {
        schema.Format = wire.Format ?? schema.Format;
        schema.UniqueItems = wire.UniqueItems ? true : schema.UniqueItems;
        if (wire.Values is { } values)
        {
            schema.Enum = [.. values.Select(value => (JsonNode)value)];
        }

        if (wire.ItemMinimum != int.MinValue && schema.Items is OpenApiSchema items)
        {
            items.Minimum = wire.ItemMinimum.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
